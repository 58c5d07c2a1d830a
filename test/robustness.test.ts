import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Dataset, datasetSize, randomShuffling, takeSamples, train } from 'choosy';
import { compareRuns, type RunRecord } from 'choosy/benchmark';
import { iris, type Task, type TaskData, tasks } from 'choosy/tasks';
import { afterAll, describe, expect, it } from 'vitest';
import { benchTasks, catalogue, chooseTasks } from '../bench/robustness/catalogue.js';
import { heldOutTasks } from '../bench/robustness/held-out/index.js';
import { makeRuns, planComparison } from '../bench/robustness/runs.js';
import { choose, rank } from '../bench/robustness/search.js';
import { withTargets } from '../bench/robustness/targets-file.js';
import { targetsOf } from '../bench/robustness/targets.js';
import { testDifferences } from '../bench/robustness/test-differences.js';
import { withFlippedLabels, withImbalance } from '../bench/robustness/variants.js';
import { reportedSeeds } from '../tuning/spaces.js';
import { readRecords } from '../tuning/records.js';
import { runRecord } from './support/run-records.js';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Samples of classes of these sizes, in turns as far as they go; the only feature is the sample's number. */
function classified(sizes: readonly number[]): Dataset {
  const rows = sizes.flatMap((size, k) => Array.from({ length: size }, (_, i) => ({ k, place: i / size })));
  const labels = Int32Array.from(rows.sort((a, b) => a.place - b.place).map(({ k }) => k));
  const classNames = sizes.map((_, k) => `class ${k}`);
  return { name: 'toy', sampleShape: [1], features: Float32Array.from(labels.keys()), labels, classNames };
}

/** A task whose data is always the same. */
const taskOf = (trainingSet: Dataset): Task => {
  const [validationSet, testSet] = [classified([5, 5]), classified([3, 3])];
  return { ...iris, name: 'toy', load: async () => ({ trainingSet, validationSet, testSet }) };
};

const loaded = (task: Task, seed = 1): Promise<TaskData> => task.load({ seed });
const partsOf = async (task: Task, seed: number): Promise<Dataset[]> => {
  const { trainingSet, validationSet, testSet } = await loaded(task, seed);
  return [trainingSet, validationSet, testSet];
};
const countsOf = ({ labels, classNames = [] }: Dataset) =>
  classNames.map((_, k) => [...labels].filter((label) => label === k).length);
/** Comparing arrays of a million values with toEqual takes minutes. */
const digest = ({ features, labels }: Dataset): string =>
  createHash('sha256').update(features).update(labels).digest('hex');
const differing = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  [...Array.from(a).keys()].filter((i) => a[i] !== b[i]);

describe('a task with flipped labels', () => {
  const toy = classified([40, 30, 30]);

  it('has exactly the share of other labels, and nothing else is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), async (share, seed) => {
        const task = taskOf(toy);
        const before = await loaded(task, seed);
        const { trainingSet, ...others } = await loaded(withFlippedLabels(task, share), seed);
        expect(differing(trainingSet.labels, toy.labels)).toHaveLength(Math.round(100 * share));
        expect(Math.max(...trainingSet.labels)).toBeLessThan(3);
        expect({ ...trainingSet, labels: toy.labels }).toEqual(toy);
        expect(others).toEqual({ validationSet: before.validationSet, testSet: before.testSet });
      }),
      { numRuns: 50 },
    );
  });

  it('takes every other class', async () => {
    const { trainingSet } = await loaded(withFlippedLabels(taskOf(toy), 1));
    const pairs = new Set(Array.from(toy.labels, (label, i) => `${label} ${trainingSet.labels[i]}`));
    expect([...pairs].sort()).toEqual(['0 1', '0 2', '1 0', '1 2', '2 0', '2 1']);
  });

  it('depends on the seed, and on nothing else', async () => {
    const task = withFlippedLabels(taskOf(toy), 0.2);
    const labels = async (seed: number) => (await loaded(task, seed)).trainingSet.labels;
    expect(await labels(3)).toEqual(await labels(3));
    expect(await labels(3)).not.toEqual(await labels(4));
  });

  it('gives a sample of a regression the value of another one', async () => {
    const { classNames: _, ...rest } = toy;
    const values = Float32Array.from({ length: 100 }, (_, i) => i / 8);
    const { trainingSet } = await loaded(withFlippedLabels(taskOf({ ...rest, labels: values }), 0.2));
    expect(differing(trainingSet.labels, values)).toHaveLength(20);
    expect([...trainingSet.labels].filter((label) => !values.includes(label))).toEqual([]);
  });

  it('is called after its task, and has none of its targets', () => {
    const task = withFlippedLabels(iris, 0.2);
    expect(task.name).toBe('iris, 20 % of the labels flipped');
    expect(task).not.toHaveProperty('targets');
    expect(task).not.toHaveProperty('lossTargets');
    expect(task.defaults).toEqual(iris.defaults);
  });
});

describe('an imbalanced task', () => {
  const sizesOf = async (sizes: readonly number[], seed = 1) =>
    countsOf((await loaded(withImbalance(taskOf(classified(sizes)), 100), seed)).trainingSet);

  it('has classes that fall geometrically from first to last', async () => {
    expect(await sizesOf([1000, 1000, 1000])).toEqual([1000, 100, 10]);
    expect(await sizesOf(Array<number>(5).fill(1000))).toEqual([1000, 316, 100, 32, 10]);
  });

  it('shrinks the first class where the last has too few', async () => {
    expect(await sizesOf([1000, 5])).toEqual([500, 5]);
  });

  it('keeps two samples of each class', async () => {
    expect(await sizesOf([30, 30, 30])).toEqual([30, 3, 2]);
  });

  it('keeps samples as they are, which ones depends on the seed, and leaves validation and test alone', async () => {
    const toy = classified([300, 300]);
    const task = taskOf(toy);
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => loaded(withImbalance(task, 100), seed)),
    );
    expect(one).toEqual(same);
    expect(one!.trainingSet).not.toEqual(other!.trainingSet);
    expect(one!.trainingSet).toEqual(takeSamples(toy, one!.trainingSet.features));
    expect(new Set(one!.trainingSet.features).size).toBe(303);
    const { trainingSet: _, ...others } = one!;
    expect(await loaded(task)).toMatchObject(others);
  });

  it('refuses a regression', async () => {
    const { classNames: _, ...regression } = classified([10, 10]);
    await expect(loaded(withImbalance(taskOf(regression), 100))).rejects.toThrow(
      'has no classes to make rare',
    );
  });
});

describe.each(benchTasks.map((task) => [task.name, task] as const))('the task %s', (_, task) => {
  const { defaults, search } = task;

  it('gives the same parts for the same seed, others for another, and all classes in each', async () => {
    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => partsOf(task, seed)));
    expect(one!.map(digest)).toEqual(same!.map(digest));
    expect(new Set([...one!, ...other!].map(digest)).size).toBe(6);
    for (const part of one!) expect(countsOf(part)).not.toContain(0);
    // Otherwise a batch would leave a selector nothing to choose.
    expect(datasetSize(one![0]!)).toBeGreaterThanOrEqual(4 * defaults.batchSize);
  });

  it('has what was chosen from its search, with seeds that nothing else has, and targets', () => {
    expect(search.learningRates).toContain(defaults.learningRate);
    expect(search.batchSizes).toContain(defaults.batchSize);
    expect(search.seeds.filter((seed) => reportedSeeds.includes(seed))).toEqual([]);
    const { targets, lossTargets } = withTargets(task);
    const sign = task.metrics[0].higherIsBetter ? 1 : -1;
    expect(sign * (targets!.final - targets!.early)).toBeGreaterThan(0);
    expect(lossTargets!.early).toBeGreaterThan(lossTargets!.final);
  });

  it('trains: the loss falls', async () => {
    const all = (await loaded(task)).trainingSet;
    const [size, used] = [datasetSize(all), Math.min(datasetSize(all), 1_500)];
    const trainingSet = takeSamples(
      all,
      Array.from({ length: used }, (_, i) => Math.floor((i * size) / used)),
    );
    const result = await train({
      ...{ trainingSet, model: task.model(trainingSet), loss: task.loss, metrics: task.metrics },
      optimizer: task.optimizer(defaults.learningRate),
      ...{ selector: randomShuffling(), batchSize: 32, seed: 1 },
      stop: { epochs: 2 },
    });
    const losses = result.history.batchLosses;
    const few = Math.ceil(losses.length / 5);
    expect(sum(losses.slice(-few))).toBeLessThan(sum(losses.slice(0, few)));
  });
});

describe.each([
  { name: 'penguins', sizes: [206, 68, 68], width: 4, classes: 3 },
  { name: 'fuel-economy', sizes: [274, 59, 59], width: 9, classes: undefined },
  { name: 'weather', sizes: [2_046, 438, 438], width: 7, classes: 5 },
  { name: 'zip-codes', sizes: [10_000, 2_000, 2_000], width: 2, classes: 48 },
  { name: 'first-names', sizes: [4_801, 1_601, 1_601], width: 15, classes: 2 },
  { name: 'life-expectancy', sizes: [478, 102, 102], width: 9, classes: undefined },
  // Its features are categories, which many strikes have in common.
  { name: 'bird-strikes', sizes: [5_014, 1_075, 1_075], width: 26, classes: undefined, distinct: 721 },
  { name: 'volcano', sizes: [3_715, 796, 796], width: 2, classes: undefined },
  { name: 'earthquakes', sizes: [1_192, 255, 255], width: 14, classes: undefined },
  { name: 'winds', sizes: [3_360, 720, 720], width: 2, classes: 24 },
  { name: 'film-ratings', sizes: [1_584, 340, 340], width: 20, classes: undefined },
  { name: 'film-certificates', sizes: [1_584, 340, 340], width: 17, classes: 4 },
  { name: 'temperatures', sizes: [6_131, 1_314, 1_314], width: 6, classes: undefined },
  { name: 'precipitation', sizes: [4_704, 1_008, 1_008], width: 3, classes: undefined },
  { name: 'flight-distances', sizes: [2_083, 447, 447], width: 4, classes: undefined },
  { name: 'occupations', sizes: [3_908, 838, 838], width: 257, classes: undefined },
  { name: 'unemployment', sizes: [1_196, 256, 256], width: 16, classes: undefined },
  { name: 'inhabitants', sizes: [398, 86, 86], width: 3, classes: undefined },
])('the held-out task $name', ({ name, sizes, width, classes, distinct = sum(sizes) }) => {
  const task = heldOutTasks.find((task) => task.name === name)!;

  it('has as many samples, features and classes as its source, and no value that is missing', async () => {
    const parts = await partsOf(task, 1);
    expect(parts.map(datasetSize)).toEqual(sizes);
    for (const { sampleShape, features, labels, classNames } of parts) {
      expect(sampleShape).toEqual([width]);
      expect(features.every(Number.isFinite)).toBe(true);
      expect(labels.every(Number.isFinite)).toBe(true);
      expect(classNames?.length).toBe(classes);
    }
  });

  it('has no sample twice, or as often as its source', async () => {
    const samples = (await partsOf(task, 1)).flatMap(({ features }) =>
      Array.from({ length: features.length / width }, (_, i) =>
        features.subarray(i * width, (i + 1) * width).join(),
      ),
    );
    expect(new Set(samples).size).toBe(distinct);
  });
});

it('every held-out task is looked at', () => expect(heldOutTasks).toHaveLength(18));

describe('targets', () => {
  it.each(tasks.map((task) => [task.name, task] as const))(
    'are those of %s by the same rule',
    (name, task) => {
      const { learningRate, batchSize, epochs } = task.defaults;
      const [{ name: metric, higherIsBetter }] = task.metrics;
      const runs = readRecords('baseline', name)
        .filter((r) => r.learningRate === learningRate && r.batchSize === batchSize && r.epochs === epochs)
        .map(({ evaluations }) => ({
          metric: { name: metric, higherIsBetter },
          evaluations: evaluations.map(
            ([samples, seconds, loss, value]) =>
              [samples, 0, seconds, 0, loss, value] as RunRecord['evaluations'][number],
          ),
        }));
      expect(targetsOf(runs)).toEqual({ targets: task.targets, lossTargets: task.lossTargets });
    },
  );

  it('are not read off a run that diverged', () => {
    const run = runRecord();
    const [samples, scored, seconds, step] = run.evaluations[1]!;
    const evaluations = run.evaluations.with(1, [samples, scored, seconds, step, null, 0.1]);
    expect(() => targetsOf([{ ...run, evaluations }])).toThrow('diverged');
  });
});

it('the search takes the pair that reaches the goal most often, then soonest, then with less noise', () => {
  const run = (
    learningRate: number,
    batchSize: number,
    secondsPerStep: number,
    steps: number | undefined,
  ) => {
    const value = (step: number) => (steps !== undefined && step >= steps ? 1 : 0);
    const evaluations = Array.from({ length: 21 }, (_, i): RunRecord['evaluations'][number] => [
      ...([10 * i * batchSize, 0, 10 * i * secondsPerStep, 10 * i, 1, value(10 * i)] as const),
    ]);
    const { hyperparameters, cost, targets } = runRecord();
    return runRecord({
      ...{ evaluations, hyperparameters: { ...hyperparameters, learningRate, batchSize } },
      targets: { ...targets, metric: { early: 1, final: 1 } },
      cost: { ...cost, steps: 200, seconds: { ...cost.seconds, steps: 200 * secondsPerStep } },
    });
  };
  const records = [
    ...[run(0.1, 10, 1, 20), run(0.1, 10, 1, undefined)],
    ...[run(0.01, 10, 1, 100), run(0.01, 10, 1, 100)],
    ...[run(0.01, 20, 1.2, 100), run(0.01, 20, 1.2, 100)],
    ...[run(0.001, 20, 1.2, 150), run(0.001, 20, 1.2, 150)],
  ];
  const scores = rank(records);
  expect(scores.map((s) => [s.learningRate, s.batchSize, s.reached, Math.round(s.seconds)])).toEqual([
    [0.01, 10, 2, 100],
    [0.01, 20, 2, 120],
    [0.001, 20, 2, 180],
    [0.1, 10, 1, 20],
  ]);
  expect(choose(scores)).toMatchObject({ learningRate: 0.01, batchSize: 20 });
  expect(() => choose(rank([run(0.1, 10, 1, undefined)]))).toThrow('No pair');
});

it('the catalogue has names of its own, and groups', () => {
  const names = catalogue.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(catalogue.map(({ task }) => task.name)).size).toBe(names.length);
  expect(chooseTasks(['imbalanced']).map(({ name }) => name)).toContain('mnist, classes 1:100');
  expect(chooseTasks(['flipped'])).toHaveLength(tasks.length);
  expect(chooseTasks(['synthetic', 'held-out']).map(({ name }) => name)).toEqual(
    benchTasks.map(({ name }) => name),
  );
  expect(() => chooseTasks(['mnist:flippd'])).toThrow('did you mean "mnist:flipped"?');
});

it('the difference on the test set is that of pairs that spent their budget', () => {
  const tested = (method: string, seed: number, accuracy: number, changes: Partial<RunRecord> = {}) =>
    runRecord({
      ...{ method, seed, until: 'budget', stoppedBy: 'epochs' },
      tests: [{ name: 'test', loss: 0, metrics: { accuracy } }],
      ...changes,
    });
  const { rows } = testDifferences([
    ...[tested('random-shuffling', 1, 0.5), tested('random-shuffling', 2, 0.75)],
    ...[tested('other', 1, 0.25), tested('other', 2, 0.5), tested('other', 3, 1)],
    ...[
      tested('third', 1, 1, { until: 'final' }),
      tested('third', 2, 1, { stoppedBy: 'diverged', tests: [] }),
    ],
  ]);
  expect(rows).toEqual([
    ['iris, other', 'accuracy', '0.6250', '0.3750', '−0.2500 (−0.2500 to −0.2500)', '2'],
  ]);
});

describe('runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'choosy-robustness-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are made once, kept, and compared', async () => {
    const { targets, lossTargets } = iris;
    const task: Task = { ...withFlippedLabels(iris, 0.2), targets: targets!, lossTargets: lossTargets! };
    const planned = planComparison(task, { seeds: [11], selectors: ['highest-loss'], controls: false });
    const records = await makeRuns(planned, folder);
    expect(records.map(({ method }) => method)).toEqual(['random-shuffling', 'highest-loss']);
    for (const { trainingSetSize, evaluations, hyperparameters } of records) {
      expect(evaluations.at(-1)![0]).toBeGreaterThanOrEqual(trainingSetSize * hyperparameters.epochs);
    }
    const kept = () => readFileSync(join(folder, 'runs.jsonl'), 'utf8');
    const before = kept();
    expect(await makeRuns(planned, folder)).toEqual(records);
    expect(kept()).toBe(before);
    const { goals } = compareRuns(records);
    expect(goals.map(({ goal, level, methods }) => [goal, level, methods.length])).toEqual([
      ...[
        ['metric', 'early', 2],
        ['metric', 'final', 2],
      ],
      ...[
        ['loss', 'early', 2],
        ['loss', 'final', 2],
      ],
    ]);
    expect(testDifferences(records).rows).toHaveLength(1);
  });
});
