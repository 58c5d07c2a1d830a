import {
  classBalanced,
  lengthBucketed,
  type SelectorEntry,
  type SelectorFactory,
  selectors,
  type Signals,
} from 'choosy';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ascending,
  type LossOf,
  play,
  rounds,
  samplesOf,
  type Situation,
  situations,
  usualLoss,
} from './support/play-selector.js';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(() => {
    throw new Error('a selector must draw from the rng it is given');
  });
});
afterEach(() => void vi.restoreAllMocks());

const usual: Situation = {
  ...{ size: 30, batchSize: 7, classes: 3, seed: 5 },
  lengths: Array.from({ length: 30 }, (_, i) => (7 * i) % 11),
};

interface Case {
  readonly create: () => SelectorFactory;
  /** Whether every epoch visits every sample exactly once. */
  readonly visitsAll: boolean;
  /** How many random situations a property is tried in. */
  readonly numRuns: number;
}

/** All selectors, and each of them decorated. */
const cases: [string, Case][] = selectors.flatMap(({ name, create, visitsAll }): [string, Case][] => [
  [name, { create, visitsAll, numRuns: 40 }],
  [`class-balanced(${name})`, { create: () => classBalanced(create(), { pool: 3 }), visitsAll, numRuns: 10 }],
  [
    `length-bucketed(${name})`,
    { create: () => lengthBucketed(create(), { pool: 3 }), visitsAll, numRuns: 10 },
  ],
]);

it.each(selectors.map((entry): [string, SelectorEntry] => [entry.name, entry]))(
  '%s is listed once, with a summary of one line',
  (name, { summary }) => {
    expect(summary).toMatch(/^[^\n]{10,100}[^.\n]$/);
    expect(selectors.filter((other) => other.name === name).length).toBe(1);
  },
);

describe.each(cases)('%s', (name, { create: createFactory, visitsAll, numRuns }) => {
  const runs = { seed: 1, numRuns };
  const create = (situation: Situation) => createFactory()(samplesOf(situation));

  it('goes by its name', () => {
    expect(create({ size: 10, batchSize: 3, classes: 2, seed: 1 }).name).toBe(name);
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
    const batches = await play(createFactory()(samples), situation, { steps: 20 });
    const draws = JSON.stringify(samples.rng.state) !== before;
    const other = { ...situation, seed: 2 };
    const others = await play(create(other), other, { steps: 20 });
    if (draws) expect(others).not.toEqual(batches);
    else expect(others).toEqual(batches);
  });

  it('leaves labels and signals as they are', async () => {
    const situation = usual;
    const samples = samplesOf(situation);
    const labels = samples.labels.slice();
    const selector = createFactory()(samples);
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
    const situation = usual;
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

  it('is not broken by any losses: none that are numbers, all equal, or of any size', () =>
    fc.assert(
      fc.asyncProperty(
        situations,
        fc.constantFrom(NaN, Infinity, 0, 3e38, -1),
        fc.array(fc.float(), { minLength: 1, maxLength: 60 }),
        async (situation, odd, any) => {
          const mixed: LossOf = (index, step) => ((index + step) % 3 === 0 ? odd : usualLoss(index, step));
          for (const lossOf of [mixed, () => odd, (index: number) => any[index % any.length]!]) {
            await play(create(situation), situation, { steps: 25, lossOf });
          }
        },
      ),
      runs,
    ));

  if (visitsAll)
    it('visits every sample once an epoch, in as few batches as hold them', () =>
      fc.assert(
        fc.asyncProperty(situations, async (situation) => {
          const { size, batchSize } = situation;
          const steps = 3 * Math.ceil(size / batchSize);
          const epochs = rounds(await play(create(situation), situation, { steps }), size);
          expect(epochs.length).toBe(3);
          for (const epoch of epochs) expect(ascending(epoch)).toEqual([...Array(size).keys()]);
        }),
        runs,
      ));

  it('works with a single class, a single sample, and a batch of all samples or more', async () => {
    for (const situation of [
      { size: 20, batchSize: 6, classes: 1, seed: 1 },
      { size: 1, batchSize: 1, classes: 1, seed: 1 },
      { size: 20, batchSize: 20, classes: 3, seed: 1 },
      { size: 20, batchSize: 1, classes: 20, seed: 1 },
      { size: 3, batchSize: 8, classes: 2, seed: 1 },
    ]) {
      await play(create(situation), situation, { steps: 25 });
    }
    // Targets of a regression instead of classes.
    const { rng } = samplesOf({ size: 20, batchSize: 6, classes: 1, seed: 1 });
    const labels = Float32Array.from({ length: 20 }, (_, i) => i / 7);
    await play(
      createFactory()({ size: 20, batchSize: 6, labels, rng }),
      { size: 20, batchSize: 6 },
      { steps: 25 },
    );
  });

  it('shares nothing between runs', async () => {
    const situation = usual;
    const factory = createFactory();
    const alone = await play(factory(samplesOf(situation)), situation, { steps: 10 });
    const [one, two] = [factory(samplesOf(situation)), factory(samplesOf(situation))];
    await play(two, situation, { steps: 3, lossOf: () => 9 });
    expect(await play(one, situation, { steps: 10 })).toEqual(alone);
  });

  it('goes on from its saved state', () =>
    fc.assert(
      fc.asyncProperty(situations, fc.integer({ min: 1, max: 14 }), async (situation, at) => {
        const whole = await play(create(situation), situation, { steps: 15 });
        const [before, after] = [samplesOf(situation), samplesOf(situation)];
        const [first, second] = [createFactory()(before), createFactory()(after)];
        const played = await play(first, situation, { steps: at });
        for (const [key, value] of Object.entries(first.state ?? {})) {
          const current = second.state![key];
          if (ArrayBuffer.isView(current)) current.set(value as Uint32Array);
          else second.state![key] = value;
        }
        after.rng.state = before.rng.state;
        const rest = await play(second, situation, { steps: 15 - at, after: played });
        expect(rest).toEqual(whole.slice(at));
      }),
      runs,
    ));
});
