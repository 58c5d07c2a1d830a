import { highestLoss, randomShuffling, Rng, type SampleInfo, type SelectorEntry, selectors } from 'choosy';
import type { Batch, BatchSelector, SelectionContext, Signals } from 'choosy';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A data set as far as a selector sees it, and the seed of the run. */
interface Situation {
  readonly size: number;
  readonly batchSize: number;
  readonly classes: number;
  readonly seed: number;
}

const situations: fc.Arbitrary<Situation> = fc
  .record({ size: fc.integer({ min: 1, max: 60 }), classes: fc.integer({ min: 1, max: 5 }), seed: fc.nat() })
  .chain((sizes) => fc.record({ ...constants(sizes), batchSize: fc.integer({ min: 1, max: sizes.size }) }));

const constants = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fc.constant(value)])) as {
    [K in keyof T]: fc.Arbitrary<T[K]>;
  };

const samplesOf = ({ size, batchSize, classes, seed }: Situation): SampleInfo => ({
  ...{ size, batchSize, classes },
  labels: Int32Array.from({ length: size }, (_, i) => i % classes),
  rng: new Rng(seed).fork('selector'),
});

/** Signals that depend on the sample and the step alone. */
type LossOf = (index: number, step: number) => number;
const usualLoss: LossOf = (index, step) => Math.abs(Math.sin(index * 7.3 + step));

function signalsOf(
  { needs }: Pick<BatchSelector, 'needs'>,
  indices: Uint32Array,
  step: number,
  lossOf: LossOf,
) {
  const loss = Float32Array.from(indices, (index) => lossOf(index, step));
  const signals: Record<string, Float32Array> = { loss, gradientNorm: loss.map((x) => x / 2) };
  for (const name of needs ?? []) {
    signals[name] ??= name === 'features' ? new Float32Array(indices.length * 3).fill(0.5) : loss.slice();
  }
  return signals as unknown as Signals;
}

/** Lets a selector choose and observe for some steps, as the training loop does. */
async function play(
  selector: BatchSelector,
  { size, batchSize }: Pick<Situation, 'size' | 'batchSize'>,
  { steps, lossOf = usualLoss }: { steps: number; lossOf?: LossOf },
): Promise<Batch[]> {
  const batches: Batch[] = [];
  let trained = 0;
  for (let step = 0; step < steps; step++) {
    const context: SelectionContext = {
      ...{ step, epoch: trained / size, learningRate: 0.1 },
      score: (indices) => Promise.resolve(signalsOf(selector, indices, step, lossOf)),
    };
    const { indices, weights, divisor } = await selector.select(context);
    expect(indices).toBeInstanceOf(Uint32Array);
    expect(indices.length).toBeGreaterThan(0);
    expect(indices.length).toBeLessThanOrEqual(batchSize);
    expect(indices.every((index) => index < size)).toBe(true);
    if (weights) {
      expect(weights).toBeInstanceOf(Float32Array);
      expect(weights.length).toBe(indices.length);
      expect(weights.every((weight) => weight >= 0 && weight < Infinity)).toBe(true);
      expect(weights.some((weight) => weight > 0)).toBe(true);
    }
    if (divisor !== undefined) expect(divisor > 0 && divisor < Infinity).toBe(true);
    // A copy, in case the selector uses its arrays again.
    const copy = { indices: indices.slice(), ...(weights && { weights: weights.slice() }) };
    batches.push(divisor === undefined ? copy : { ...copy, divisor });
    trained += indices.length;
    const signals = signalsOf(selector, indices, step, lossOf);
    selector.observe?.({ ...context, indices, signals });
  }
  return batches;
}

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(() => {
    throw new Error('a selector must draw from the rng it is given');
  });
});
afterEach(() => void vi.restoreAllMocks());

const runs = { seed: 1, numRuns: 40 };

describe.each(selectors.map((entry): [string, SelectorEntry] => [entry.name, entry]))('%s', (name, entry) => {
  const create = (situation: Situation) => entry.create()(samplesOf(situation));

  it('is listed under the name that it goes by, with a summary of one line', () => {
    expect(create({ size: 10, batchSize: 3, classes: 2, seed: 1 }).name).toBe(name);
    expect(entry.summary).toMatch(/^[^\n]{10,100}[^.\n]$/);
    expect(selectors.filter((other) => other.name === name)).toEqual([entry]);
  });

  it('gives batches that can be trained on, and the same ones for the same seed', () =>
    fc.assert(
      fc.asyncProperty(situations, async (situation) => {
        const first = await play(create(situation), situation, { steps: 25 });
        expect(await play(create(situation), situation, { steps: 25 })).toEqual(first);
      }),
      runs,
    ));

  it('gives other batches for another seed, if it draws at all', async () => {
    const situation = { size: 50, batchSize: 10, classes: 3, seed: 1 };
    const samples = samplesOf(situation);
    const before = JSON.stringify(samples.rng.state);
    const batches = await play(entry.create()(samples), situation, { steps: 20 });
    const draws = JSON.stringify(samples.rng.state) !== before;
    const other = { ...situation, seed: 2 };
    const others = await play(create(other), other, { steps: 20 });
    if (draws) expect(others).not.toEqual(batches);
    else expect(others).toEqual(batches);
  });

  it('leaves labels and signals as they are', async () => {
    const situation = { size: 30, batchSize: 7, classes: 3, seed: 5 };
    const samples = samplesOf(situation);
    const labels = samples.labels.slice();
    const selector = entry.create()(samples);
    const observed: [Float32Array, Float32Array][] = [];
    await play(
      {
        ...selector,
        select: (context) => selector.select(context),
        observe: (outcome) => {
          const given = Object.values(outcome.signals);
          const copies = given.map((values) => values.slice());
          const indices = outcome.indices.slice();
          selector.observe?.(outcome);
          given.forEach((values, i) => observed.push([values, copies[i]!]));
          expect(outcome.indices).toEqual(indices);
        },
      },
      situation,
      { steps: 20 },
    );
    for (const [values, copy] of observed) expect(values).toEqual(copy);
    expect(samples.labels).toEqual(labels);
  });

  it('does not keep the signals it is shown, which are overwritten later', async () => {
    const situation = { size: 30, batchSize: 7, classes: 3, seed: 5 };
    const plain = await play(create(situation), situation, { steps: 20 });
    const selector = create(situation);
    const overwritten = await play(
      {
        ...selector,
        observe: (outcome) => {
          const signals = Object.fromEntries(
            Object.entries(outcome.signals).map(([key, values]) => [key, values.slice()]),
          ) as unknown as Signals;
          selector.observe?.({ ...outcome, signals });
          for (const values of Object.values(signals)) values.fill(NaN);
        },
      },
      situation,
      { steps: 20 },
    );
    expect(overwritten).toEqual(plain);
  });

  it('is not broken by losses that are no numbers', () =>
    fc.assert(
      fc.asyncProperty(situations, fc.constantFrom(NaN, Infinity, 0, 3e38, -1), async (situation, odd) => {
        const lossOf: LossOf = (index, step) => ((index + step) % 3 === 0 ? odd : usualLoss(index, step));
        await play(create(situation), situation, { steps: 25, lossOf });
        await play(create(situation), situation, { steps: 25, lossOf: () => odd });
      }),
      runs,
    ));

  it('works with a single class, a single sample, and a batch of all samples', async () => {
    for (const situation of [
      { size: 20, batchSize: 6, classes: 1, seed: 1 },
      { size: 1, batchSize: 1, classes: 1, seed: 1 },
      { size: 20, batchSize: 20, classes: 3, seed: 1 },
      { size: 20, batchSize: 1, classes: 20, seed: 1 },
    ]) {
      await play(create(situation), situation, { steps: 25 });
    }
    // Targets of a regression instead of classes.
    const { rng } = samplesOf({ size: 20, batchSize: 6, classes: 1, seed: 1 });
    const labels = Float32Array.from({ length: 20 }, (_, i) => i / 7);
    await play(
      entry.create()({ size: 20, batchSize: 6, labels, rng }),
      { size: 20, batchSize: 6 },
      { steps: 25 },
    );
  });

  it('shares nothing between runs', async () => {
    const situation = { size: 30, batchSize: 7, classes: 3, seed: 5 };
    const factory = entry.create();
    const alone = await play(factory(samplesOf(situation)), situation, { steps: 10 });
    const [one, two] = [factory(samplesOf(situation)), factory(samplesOf(situation))];
    await play(two, situation, { steps: 3, lossOf: () => 9 });
    expect(await play(one, situation, { steps: 10 })).toEqual(alone);
  });

  it('goes on from its saved state', () =>
    fc.assert(
      fc.asyncProperty(situations, fc.integer({ min: 1, max: 14 }), async (situation, at) => {
        const lossOf: LossOf = (index) => usualLoss(index, 0);
        const whole = await play(create(situation), situation, { steps: 15, lossOf });
        const [before, after] = [samplesOf(situation), samplesOf(situation)];
        const [first, second] = [entry.create()(before), entry.create()(after)];
        await play(first, situation, { steps: at, lossOf });
        for (const [key, value] of Object.entries(first.state ?? {})) {
          const current = second.state![key];
          if (ArrayBuffer.isView(current)) current.set(value as Uint32Array);
          else second.state![key] = value;
        }
        after.rng.state = before.rng.state;
        expect(await play(second, situation, { steps: 15 - at, lossOf })).toEqual(whole.slice(at));
      }),
      runs,
    ));
});

/** The samples of all batches after one another, cut into rounds of the given size. */
const rounds = (batches: readonly Batch[], size: number): number[][] => {
  const all = batches.flatMap(({ indices }) => [...indices]);
  return Array.from({ length: Math.floor(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
};
const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);

describe('random shuffling', () => {
  it('visits every sample once an epoch, in a new order each time, the last batch short', () =>
    fc.assert(
      fc.asyncProperty(situations, async (situation) => {
        const { size, batchSize } = situation;
        const perEpoch = Math.ceil(size / batchSize);
        const selector = randomShuffling()(samplesOf(situation));
        const batches = await play(selector, situation, { steps: 3 * perEpoch });
        const epochs = rounds(batches, size);
        expect(epochs.length).toBe(3);
        for (const epoch of epochs) expect(ascending(epoch)).toEqual([...Array(size).keys()]);
        expect(batches.slice(0, perEpoch).map(({ indices }) => indices.length)).toEqual(
          Array.from({ length: perEpoch }, (_, i) => Math.min(batchSize, size - i * batchSize)),
        );
        if (size > 20) expect(epochs[0]).not.toEqual(epochs[1]);
      }),
      runs,
    ));

  it('puts every sample at every place equally often', async () => {
    const size = 6;
    const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    const situation = { size, batchSize: 6, classes: 2, seed: 1 };
    const epochs = rounds(
      await play(randomShuffling()(samplesOf(situation)), situation, { steps: 3000 }),
      size,
    );
    for (const epoch of epochs) epoch.forEach((index, place) => counts[place]![index]!++);
    // Six standard deviations around 3000 / 6.
    const deviation = 6 * Math.sqrt((3000 * 5) / 36);
    for (const count of counts.flat()) expect(Math.abs(count - 500)).toBeLessThan(deviation);
  });
});

describe('sequential', () => {
  it('goes through all samples in order, over and over', async () => {
    const situation = { size: 7, batchSize: 3, classes: 2, seed: 1 };
    const selector = selectors.find(({ name }) => name === 'sequential')!.create()(samplesOf(situation));
    const batches = await play(selector, situation, { steps: 4 });
    expect(batches.map(({ indices }) => [...indices])).toEqual([[0, 1, 2], [3, 4, 5], [6], [0, 1, 2]]);
  });
});

describe('with replacement', () => {
  it('draws full batches, every sample equally often', async () => {
    const situation = { size: 10, batchSize: 10, classes: 2, seed: 1 };
    const selector = selectors.find(({ name }) => name === 'with-replacement')!.create()(
      samplesOf(situation),
    );
    const batches = await play(selector, situation, { steps: 1000 });
    const all = batches.flatMap(({ indices }) => [...indices]);
    expect(all.length).toBe(10_000);
    const deviation = 6 * Math.sqrt((10_000 * 9) / 100);
    for (let index = 0; index < 10; index++) {
      expect(Math.abs(all.filter((other) => other === index).length - 1000)).toBeLessThan(deviation);
    }
    expect(new Set(batches[0]!.indices).size).toBeLessThan(10);
  });
});

describe('highest loss', () => {
  const situation = { size: 40, batchSize: 5, classes: 2, seed: 3 };
  /** The samples of a high index have a high loss. */
  const byIndex: LossOf = (index) => index;

  it('trains all samples once, and then rounds of those with the highest losses and some others', async () => {
    const selector = highestLoss({ top: 0.3, explore: 0.25 })(samplesOf(situation));
    // A round: 12 of the highest losses, and a quarter of the other 28.
    const roundLength = 12 + 7;
    const first = await play(selector, situation, { steps: 8, lossOf: byIndex });
    expect(ascending(rounds(first, 40)[0]!)).toEqual([...Array(40).keys()]);
    const others = new Set<number>();
    for (let round = 0; round < 6; round++) {
      const batches = await play(selector, situation, { steps: 4, lossOf: byIndex });
      expect(batches.map(({ indices }) => indices.length)).toEqual([5, 5, 5, 4]);
      const [samples] = rounds(batches, roundLength) as [number[]];
      expect(new Set(samples).size, 'no sample twice a round').toBe(roundLength);
      expect(ascending(samples).slice(-12)).toEqual(Array.from({ length: 12 }, (_, i) => 28 + i));
      expect(samples, 'shuffled together').not.toEqual(ascending(samples));
      for (const index of samples) if (index < 28) others.add(index);
    }
    expect(others.size, 'the others take turns').toBeGreaterThan(14);
  });

  it('goes by the last seen loss', async () => {
    const selector = highestLoss({ top: 0.25, explore: 0 })(samplesOf(situation));
    await play(selector, situation, { steps: 8, lossOf: byIndex });
    // The ten highest are learned in this round, so the next ten come after it.
    const learned = await play(selector, situation, { steps: 2, lossOf: () => -1 });
    expect(ascending(rounds(learned, 10)[0]!)).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
    const next = await play(selector, situation, { steps: 2, lossOf: byIndex });
    expect(ascending(rounds(next, 10)[0]!)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  });

  it('trains at least one sample a round, at most all', async () => {
    for (const [share, length] of [
      [0, 1],
      [1, 40],
    ] as const) {
      const selector = highestLoss({ top: share, explore: share })(samplesOf(situation));
      await play(selector, situation, { steps: 8, lossOf: byIndex });
      const steps = Math.ceil(length / 5);
      const [samples] = rounds(await play(selector, situation, { steps, lossOf: byIndex }), length);
      expect(new Set(samples).size).toBe(length);
      expect(samples).toContain(39);
    }
  });

  it('orders samples even if some losses are not finite', async () => {
    const selector = highestLoss({ top: 0.25, explore: 0 })(samplesOf(situation));
    const lossOf: LossOf = (index) => (index % 4 === 0 ? NaN : index === 5 ? Infinity : index);
    await play(selector, situation, { steps: 8, lossOf });
    const [samples] = rounds(await play(selector, situation, { steps: 2, lossOf }), 10);
    expect(new Set(samples).size).toBe(10);
    expect(samples).toContain(5);
  });
});
