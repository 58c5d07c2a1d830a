import { encodeTable, evaluate, predict, randomShuffling, readTable, Rng, type Row, train } from 'choosy';
import { tableTask, type TableTask } from 'choosy/tasks';
import { describe, expect, it } from 'vitest';

/** Flats whose rent is area times a price by town; sometimes the area is missing. */
async function* flats(unit = 1): AsyncGenerator<Row> {
  const rng = new Rng(1);
  for (let i = 0; i < 600; i++) {
    const price = [13, 14, 9][i % 3]!;
    const area = 20 + Math.round(130 * rng.uniform());
    yield {
      town: ['Bonn', 'Köln', 'Siegen'][i % 3],
      area: i % 17 ? area : null,
      rent: i % 23 ? price * area * unit : '?',
      size: area > 100 ? 'large' : area > 60 ? 'medium' : 'small',
    };
  }
}

async function run(task: TableTask) {
  const { trainingSet, validationSet, testSet, encoding } = await task.load({ seed: 1 });
  const { loss, metrics, defaults } = task;
  const model = task.model(trainingSet);
  const { weights, history } = await train({
    ...{ model, trainingSet, evaluationSet: validationSet, loss, metrics },
    optimizer: task.optimizer(defaults.learningRate),
    selector: randomShuffling(),
    ...defaults,
    stop: { epochs: 40 },
  });
  const test = await evaluate({ model, weights, dataset: testSet, loss, metrics });
  const first = history.evaluations[0]!.metrics;
  return { test: test.metrics, first, weights, model, encoding };
}
const table = async (unit?: number) => readTable(flats(unit), { name: 'flats' });

describe('tableTask', () => {
  it('learns a number in its own unit, and predicts it for new rows', async () => {
    const task = tableTask({ table: await table(), target: 'rent' });
    expect(task.name).toBe('flats');
    const { test, weights, model, encoding } = await run(task);
    // The deviation of rents is 480.
    expect(test['rootMeanSquaredError']).toBeLessThan(200);
    const flat = await readTable([{ town: 'Köln', area: 80, size: 'medium' }]);
    const [rent] = await predict({ model, weights, features: encodeTable(flat, encoding) });
    expect(rent! / (14 * 80)).toBeGreaterThan(0.85);
    expect(rent! / (14 * 80)).toBeLessThan(1.15);
  });

  it('learns alike in every unit of the target', async () => {
    const errors = await Promise.all(
      [2 ** -30, 1, 2 ** 16].map(async (unit) => {
        const { test } = await run(tableTask({ table: await table(unit), target: 'rent' }));
        return test['rootMeanSquaredError']! / unit;
      }),
    );
    for (const error of errors) expect(error / errors[1]!).toBeCloseTo(1, 2);
  });

  it('learns classes', async () => {
    const task = tableTask({ table: await table(), target: 'size' });
    const { trainingSet, validationSet, testSet } = await task.load({ seed: 1 });
    expect(trainingSet.classNames).toEqual(['large', 'medium', 'small']);
    expect([trainingSet, validationSet, testSet].map(({ labels }) => labels.length)).toEqual([420, 90, 90]);
    expect(task.defaults).toEqual({ batchSize: 32, learningRate: 0.001, epochs: 100, evaluateEvery: 420 });
    expect((await run(task)).test['accuracy']).toBeGreaterThan(0.85);
  });

  it('fits its batches to small and large tables', async () => {
    const defaultsOf = async (size: number) => {
      const rows = Array.from({ length: size }, (_, i) => ({ x: i % 7, y: i % 5 }));
      return tableTask({ table: await readTable(rows), target: 'y' }).defaults;
    };
    expect(await defaultsOf(10)).toMatchObject({ batchSize: 6, epochs: 100, evaluateEvery: 6 });
    expect(await defaultsOf(20_000)).toMatchObject({ batchSize: 128, epochs: 28, evaluateEvery: 14_000 });
  });

  it.each([1e-12, 1e9])('refuses a target whose unit 32-bit floats cannot square, %d', async (unit) => {
    const huge = await table(unit);
    expect(() => tableTask({ table: huge, target: 'rent' })).toThrow(
      /^The target "rent" has the standard deviation [^ ]*, whose powers 32-bit floats do not hold; divide its/,
    );
  });
});
