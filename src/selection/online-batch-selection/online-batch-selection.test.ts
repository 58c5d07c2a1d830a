import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, play, samplesOf, watchScores } from '../../../test/support/play-selector.js';
import { drawRank, onlineBatchSelection } from './online-batch-selection.js';

const situation = { size: 40, batchSize: 8, classes: 2, seed: 1 };

// The last but one is where a schedule from 49 to 1 ends: just below 1.
it.each([1, 1.0001, 2, 100, 49 * (1 / 49), 1e8])(
  'draws ranks in the proportions of a pressure of %d',
  (pressure) => {
    const size = 10;
    const rng = new Rng(1);
    const draws = 40_000;
    const counts = new Array<number>(size).fill(0);
    for (let i = 0; i < draws; i++) counts[drawRank(size, pressure, rng.uniform())]!++;
    // p_i is proportional to 1 / exp(ln(s) / N)^i, so that p_1 / p_N is nearly s.
    const weights = counts.map((_, i) => 1 / Math.exp(Math.log(pressure) / size) ** (i + 1));
    const total = weights.reduce((a, b) => a + b);
    counts.forEach((count, i) => {
      const expected = (draws * weights[i]!) / total;
      expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
    });
  },
);

it('never draws a rank that there is not', () => {
  for (const pressure of [1, 3, 1e8]) {
    expect(drawRank(7, pressure, 0)).toBe(0);
    expect(drawRank(7, pressure, 1 - 2 ** -32)).toBe(6);
  }
});

it('trains all samples once, and then mostly those of high losses', async () => {
  const selector = onlineBatchSelection({ finalPressure: 100 })(samplesOf(situation));
  const lossOf = (index: number) => index;
  const first = await play(selector, situation, { steps: 5, lossOf });
  expect(ascending(first.flatMap(({ indices }) => [...indices]))).toEqual([...Array(40).keys()]);
  const later = await play(selector, situation, { steps: 1000, lossOf });
  const counts = new Array<number>(40).fill(0);
  for (const { indices } of later) for (const index of indices) counts[index]!++;
  // p falls by 100^(1/40) a rank.
  const factor = 100 ** (1 / 40);
  for (const index of [39, 30, 15, 0]) {
    const expected = (8000 * (factor - 1) * factor ** (index - 40)) / (1 - 1 / 100);
    expect(Math.abs(counts[index]! - expected)).toBeLessThan(5 * Math.sqrt(expected));
  }
});

/** Share of draws from the upper half of the losses in an epoch of a run. */
async function shareOfUpperHalf(epoch: number, options: { epochs?: number }, epochsOfRun?: number) {
  const many = { ...situation, size: 1000, batchSize: 1000, ...(epochsOfRun && { epochs: epochsOfRun }) };
  const selector = onlineBatchSelection({ pressure: 100, finalPressure: 1, ...options })(samplesOf(many));
  const batches = await play(selector, many, { steps: epoch + 1, lossOf: (index) => index });
  return batches.at(-1)!.indices.filter((index) => index >= 500).length / 1000;
}

it('lets the pressure fall to its end over the epochs of the run, or those given', async () => {
  // With a pressure of s, the upper half has a share of 1 / (1 + s^(-1/2)).
  expect(await shareOfUpperHalf(1, {}, 4)).toBeCloseTo(1 / (1 + 100 ** -0.375), 1);
  expect(await shareOfUpperHalf(2, {}, 4)).toBeCloseTo(1 / (1 + 100 ** -0.25), 1);
  expect(await shareOfUpperHalf(4, {}, 4)).toBeCloseTo(1 / 2, 1);
  expect(await shareOfUpperHalf(4, { epochs: 100 }, 4)).toBeCloseTo(1 / (1 + 100 ** -0.48), 1);
  expect(await shareOfUpperHalf(4, {})).toBeCloseTo(1 / (1 + 100 ** -0.5), 1);
});

it('makes all losses fresh every other epoch, by forward passes', async () => {
  const selector = onlineBatchSelection()(samplesOf(situation));
  const scored: [step: number, samples: number][] = [];
  const watched = watchScores(selector, (samples, { step }) => scored.push([step, samples.length]));
  await play(watched, situation, { steps: 30 });
  expect(scored).toEqual([
    [10, 40],
    [20, 40],
  ]);
});

it('draws whole batches, also where they do not divide an epoch', async () => {
  const odd = { ...situation, size: 42 };
  const batches = await play(onlineBatchSelection()(samplesOf(odd)), odd, { steps: 30 });
  // The first epoch goes through all samples, which ends with two of them.
  expect(batches.map(({ indices }) => indices.length)).toEqual([
    8,
    8,
    8,
    8,
    8,
    2,
    ...Array<number>(24).fill(8),
  ]);
});

it('scores nothing if not to recompute', async () => {
  const selector = onlineBatchSelection({ recomputeEvery: 0 })(samplesOf(situation));
  const score = () => Promise.reject(new Error('a score'));
  for (let step = 0; step < 30; step++)
    await selector.select({ step, epoch: step / 5, learningRate: 1, score });
});

it('refuses a pressure that would prefer low losses', () => {
  expect(() => onlineBatchSelection({ pressure: 0.5 })).toThrow(
    'onlineBatchSelection: pressure must be a number of at least 1, got 0.5.',
  );
});
