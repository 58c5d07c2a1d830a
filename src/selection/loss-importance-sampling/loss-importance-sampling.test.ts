import { expect, it } from 'vitest';
import { samplesOf } from '../../../test/support/play-selector.js';
import { lossImportanceSampling, type LossImportanceSamplingOptions } from './loss-importance-sampling.js';

const situation = { size: 64, batchSize: 8, classes: 2, seed: 1 };
const lossOf = (sample: number) => 0.05 + (sample % 5) ** 2;

async function batches(count: number, options: LossImportanceSamplingOptions, losses = lossOf) {
  const selector = lossImportanceSampling(options)(samplesOf(situation));
  const made = [];
  for (let step = 0; step < count; step++) {
    let scored: Uint32Array | undefined;
    const { indices, weights, divisor } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (samples) => {
        scored = samples.slice();
        const loss = Float32Array.from(samples, losses);
        return Promise.resolve({ loss, gradientNorm: loss.map(() => 1) });
      },
    });
    made.push({ indices: [...indices], weights: [...weights!], divisor: divisor!, scored: scored! });
  }
  return made;
}

/** Mean of a value over the samples of a batch, as its weights make it. */
const estimate = (
  {
    indices,
    weights,
    divisor,
  }: Pick<Awaited<ReturnType<typeof batches>>[0], 'indices' | 'weights' | 'divisor'>,
  valueOf: (sample: number) => number,
) => indices.reduce((sum, sample, i) => sum + weights[i]! * valueOf(sample), 0) / divisor;

it('weights samples by the power k of what would be unbiased, times one factor a batch', async () => {
  // Losses 1 and 4, half of each: the mean is 2.5, unbiased weights are 2.5 and 0.625.
  const losses = (sample: number) => (sample % 2 === 0 ? 1 : 4);
  const powers = { '1': [2.5, 0.625], '0.5': [2.5 ** 0.5, 0.625 ** 0.5], '0': [1, 1], '-1': [0.4, 1.6] };
  for (const [k, [low, high]] of Object.entries(powers)) {
    for (const { indices, weights } of await batches(20, { k: Number(k), presample: 64 }, losses)) {
      const raw = indices.map((sample) => (losses(sample) === 1 ? low! : high!));
      // What the losses add up to, 8 times their mean, is as with k = 1.
      const factor = 20 / raw.reduce((sum, weight, i) => sum + weight * losses(indices[i]!), 0);
      weights.forEach((weight, i) => expect(weight).toBeCloseTo(factor * raw[i]!, 5));
    }
  }
});

it('draws from the pool in proportion to the losses, with replacement', async () => {
  const counts = new Map<number, number>();
  const made = await batches(2000, { presample: 64 });
  for (const { indices, scored } of made) {
    expect(scored.length).toBe(64);
    for (const sample of indices) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  }
  const total = Array.from({ length: 64 }, (_, i) => lossOf(i)).reduce((a, b) => a + b);
  for (let sample = 0; sample < 64; sample++) {
    const expected = (2000 * 8 * lossOf(sample)) / total;
    expect(Math.abs((counts.get(sample) ?? 0) - expected)).toBeLessThan(6 * Math.sqrt(expected) + 3);
  }
});

it('estimates the mean of the set without bias for k = 1, and favours high losses for less', async () => {
  const valueOf = (sample: number) => 2 + Math.cos(sample);
  const mean = Array.from({ length: 64 }, (_, i) => valueOf(i)).reduce((a, b) => a + b) / 64;
  const estimates = (await batches(3000, { k: 1, presample: 24 })).map((batch) => estimate(batch, valueOf));
  const average = estimates.reduce((a, b) => a + b) / estimates.length;
  const variance = estimates.reduce((sum, x) => sum + (x - average) ** 2, 0) / estimates.length;
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / estimates.length));
  // The share of the weights that samples of the highest loss have: 12 of 64 without bias.
  const share = async (k: number) => {
    const made = await batches(500, { k, presample: 64 });
    const highest = (sample: number) => (sample % 5 === 4 ? 1 : 0);
    const sums = made.map((batch) => [estimate(batch, highest), estimate(batch, () => 1)] as const);
    return sums.reduce((all, [x]) => all + x, 0) / sums.reduce((all, [, x]) => all + x, 0);
  };
  const shares = [await share(1), await share(0.5), await share(0), await share(-50)];
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(Math.abs(shares[0]! - 12 / 64)).toBeLessThan(0.05);
  expect(shares[3]).toBeGreaterThan(0.9);
});

it('scores at least two batches, and always as many samples', async () => {
  const made = await batches(6, { presample: 5 });
  expect(made.map(({ scored }) => scored.length)).toEqual([16, 16, 16, 16, 16, 16]);
  const cut = await batches(4, { presample: 40 });
  expect(cut.map(({ scored, indices }) => [scored.length, indices.length])).toEqual([
    [40, 8],
    [40, 8],
    [40, 8],
    [40, 8],
  ]);
});

it('refuses a k above 1', () => {
  expect(() => lossImportanceSampling({ k: 2 })).toThrow(
    'lossImportanceSampling: k must be a number of at most 1, got 2.',
  );
});
