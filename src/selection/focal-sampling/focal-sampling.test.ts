import type { Batch, BatchSelector } from 'choosy';
import { expect, it } from 'vitest';
import { type LossOf, play, samplesOf } from '../../../test/support/play-selector.js';
import { focalSampling } from './focal-sampling.js';

const situation = { size: 50, batchSize: 5, classes: 2, seed: 1 };
/** The loss of a sample that the model gives a probability of index / 50. */
const byIndex: LossOf = (index) => -Math.log(index / 50);

/** A selector that has seen all samples with their losses. */
function informed(lossOf: LossOf, options: { gamma?: number; floor?: number }, batchSize = 5): BatchSelector {
  const selector = focalSampling(options)(samplesOf({ ...situation, batchSize }));
  const indices = Uint32Array.from({ length: 50 }, (_, i) => i);
  const loss = Float32Array.from(indices, (index) => lossOf(index, 0));
  selector.observe!({
    ...{ step: 0, epoch: 0, learningRate: 1, indices },
    signals: { loss, gradientNorm: loss },
  });
  return selector;
}
const weightsAfter = (...args: Parameters<typeof informed>) =>
  informed(...args).state!['weights'] as Float32Array;

it('weighs samples by (1 - p)^gamma, the factor of the focal loss, at least by the floor', () => {
  for (const gamma of [0, 0.5, 2, 5]) {
    weightsAfter(byIndex, { gamma, floor: 0.001 }).forEach((weight, index) =>
      expect(weight).toBeCloseTo(Math.max(0.001, (1 - index / 50) ** gamma), 5),
    );
  }
});

it('takes what is no probability for what it is nearest to, and NaN for nothing', () => {
  const odd = [NaN, Infinity, -3, 0];
  const weights = weightsAfter((index) => odd[index % 4]!, {});
  expect([...weights.subarray(0, 4)]).toEqual([1, 1, Math.fround(0.01), Math.fround(0.01)]);
});

it('draws samples in proportion to their weights', () => {
  // Batches of one, where the chances are exactly the weights.
  const selector = informed(byIndex, { gamma: 1, floor: 0.02 }, 1);
  const score = () => Promise.reject(new Error('a score'));
  const draws = 40_000;
  const counts = new Array<number>(50).fill(0);
  for (let step = 0; step < draws; step++) {
    const { indices } = selector.select({ step, epoch: 0, learningRate: 1, score }) as Batch;
    counts[indices[0]!]!++;
  }
  const weights = counts.map((_, index) => Math.max(0.02, 1 - index / 50));
  const total = weights.reduce((a, b) => a + b);
  counts.forEach((count, index) => {
    const expected = (draws * weights[index]!) / total;
    expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });
});

it('draws no sample twice a batch', async () => {
  const batches = await play(focalSampling()(samplesOf(situation)), situation, { steps: 100 });
  for (const { indices } of batches) expect(new Set(indices).size).toBe(5);
});

it('brings samples back that are learned', async () => {
  const selector = focalSampling()(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 400, lossOf: () => 0 });
  const later = batches.slice(200).flatMap(({ indices }) => [...indices]);
  expect(new Set(later).size).toBe(50);
});

it('goes on drawing where the floor is too small for a float32', async () => {
  const selector = focalSampling({ floor: 1e-50 })(samplesOf(situation));
  for (const { indices } of await play(selector, situation, { steps: 200, lossOf: () => 0 }))
    expect(indices.length).toBe(5);
});

it('refuses a floor of nothing', () => {
  expect(() => focalSampling({ floor: 0 })).toThrow(
    'focalSampling: floor must be above 0 and at most 1, got 0.',
  );
});
