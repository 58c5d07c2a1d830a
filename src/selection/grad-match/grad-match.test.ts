import { expect, it } from 'vitest';
import { ascending, samplesOf } from '../../../test/support/play-selector.js';
import { gradMatch, type GradMatchOptions } from './grad-match.js';
import { matchingPursuit } from './matching-pursuit.js';

const situation = { size: 80, batchSize: 8, classes: 2, seed: 1 };
const featuresOf = (sample: number) => [1 + Math.sin(sample), Math.cos(3 * sample)].map(Math.fround);
const deltaOf = (sample: number) => Math.fround(0.5 + Math.sin(5 * sample));

async function run(steps: number, options: GradMatchOptions, { delta = deltaOf, epochs = Infinity } = {}) {
  const selector = gradMatch(options)({ ...samplesOf(situation), epochs });
  const made: { indices: number[]; weights: number[]; scored: number[][] }[] = [];
  for (let step = 0; step < steps; step++) {
    const scored: number[][] = [];
    const { indices, weights, divisor } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (samples) => {
        scored.push([...samples]);
        const loss = new Float32Array(samples.length);
        const features = Float32Array.from([...samples].flatMap(featuresOf));
        return Promise.resolve({
          ...{ loss, gradientNorm: loss, features },
          logitGradient: Float32Array.from(samples, delta),
        });
      },
    });
    expect(divisor).toBeUndefined();
    made.push({ indices: [...indices], weights: [...weights!], scored });
  }
  return made;
}

it('begins with rounds over a random subset of equal weights, for which nothing is scored', async () => {
  const made = await run(6, { share: 0.3, rounds: 2 });
  const rounds = [made.slice(0, 3), made.slice(3, 6)].map((batches) =>
    batches.flatMap(({ indices }) => indices),
  );
  expect(rounds[0]!.length).toBe(24);
  expect(new Set(rounds[0]).size).toBe(24);
  expect(ascending(rounds[1]!), 'the same samples').toEqual(ascending(rounds[0]!));
  expect(rounds[1], 'in another order').not.toEqual(rounds[0]);
  expect(made.every(({ weights, scored }) => scored.length === 0 && weights.every((w) => w === 1))).toBe(
    true,
  );
});

it('then scores all samples in random batches, and trains those batches that match the sum of all, weighted', async () => {
  const made = await run(9, { share: 0.3, rounds: 2, lambda: 0.5 });
  const { scored } = made[6]!;
  expect(scored.map(({ length }) => length)).toEqual(Array(10).fill(8));
  expect(ascending(scored.flat())).toEqual([...Array(80).keys()]);
  const means = scored.map((batch) =>
    Float64Array.from([0, 1, 2], (k) =>
      batch.reduce((sum, sample) => sum + (deltaOf(sample) * [1, ...featuresOf(sample)][k]!) / 8, 0),
    ),
  );
  const match = matchingPursuit(means, { count: 3, lambda: 0.5 });
  const expected = new Map(
    match.places.flatMap((place, i) => scored[place]!.map((sample) => [sample, match.weights[i]!])),
  );
  let filled = 0;
  for (const { indices, weights } of made.slice(6)) {
    indices.forEach((sample, i) => {
      if (!expected.has(sample)) filled++;
      expect(weights[i]).toBeCloseTo(expected.get(sample) ?? 1, 5);
    });
  }
  expect(filled).toBe(24 - 8 * match.places.length);
  expect(new Set(made.slice(6).flatMap(({ indices }) => indices)).size).toBe(24);
});

it('rounds the share up to whole batches', async () => {
  const made = await run(8, { share: 0.13, rounds: 1 });
  expect(made.map(({ indices }) => indices.length)).toEqual(Array(8).fill(8));
  for (const start of [0, 2, 4, 6]) {
    expect(new Set(made.slice(start, start + 2).flatMap(({ indices }) => indices)).size).toBe(16);
  }
});

it('chooses anew after the given number of rounds', async () => {
  const made = await run(30, { share: 0.1, rounds: 3 });
  expect(made.map(({ scored }) => scored.length > 0)).toEqual(
    Array.from({ length: 30 }, (_, step) => step > 0 && step % 3 === 0),
  );
});

it('chooses after 20 rounds, or after a fifteenth of the rounds of a shorter run', async () => {
  // A round is a batch, so ten are an epoch: 3.5, 50, 300 and 1000 rounds in all.
  const cases = [
    { epochs: 0.35, every: 1 },
    { epochs: 5, every: 3 },
    ...[30, 100, Infinity].map((epochs) => ({ epochs, every: 20 })),
  ];
  for (const { epochs, every } of cases) {
    const made = await run(21, { share: 0.1 }, { epochs });
    expect(made.findIndex(({ scored }) => scored.length > 0)).toBe(every);
  }
});

it('trains random samples where no gradient is left, or none is finite', async () => {
  for (const delta of [() => 0, () => NaN]) {
    for (const { indices, weights } of await run(6, { share: 0.1, rounds: 1 }, { delta })) {
      expect(new Set(indices).size).toBe(8);
      expect(weights).toEqual(Array(8).fill(1));
    }
  }
});

it('refuses a share of nothing', () => {
  expect(() => gradMatch({ share: 0 })).toThrow('gradMatch: share must be above 0 and at most 1, got 0.');
});
