import type { Batch } from 'choosy';
import { expect, it } from 'vitest';
import { play, samplesOf } from '../../../test/support/play-selector.js';
import { adamCb } from './adam-cb.js';

const situation = { size: 8, batchSize: 3, classes: 2, seed: 1 };
const score = () => Promise.reject(new Error('nothing is scored'));
const context = { step: 0, epoch: 0, learningRate: 0.1, score };

it('lets a weight fall by exp(−K γ ℓ / (n p)), with ℓ = 1 − (p_min |g| / (p L))²', () => {
  const selector = adamCb({ exploration: 0.4 })(samplesOf(situation));
  const indices = Uint32Array.of(2, 5, 7);
  const gradientNorm = Float32Array.of(2, 1, 0);
  selector.observe!({ ...context, indices, signals: { loss: gradientNorm, gradientNorm } });
  // All chances are p = 3/8, so p_min / p = 0.4; L is 2, the largest norm seen.
  const factors = [1 - 0.4 ** 2, 1 - 0.2 ** 2, 1].map((loss) => Math.exp(-0.4 * loss));
  const weights = selector.state!['weights'] as Float32Array;
  [2, 5, 7].forEach((sample, i) => expect(weights[sample]).toBeCloseTo(factors[i]!, 6));
  expect([...weights].filter((weight) => weight === 1).length).toBe(5);
  selector.observe!({
    ...context,
    indices: Uint32Array.of(0, 2, 1),
    signals: { loss: gradientNorm, gradientNorm: Float32Array.of(2, 2, NaN) },
  });
  const floor = 0.4 / 0.6;
  const total = 5 + factors.reduce((sum, factor) => sum + factor) + 8 * floor;
  const ratioOf = (weight: number) => (0.4 / 8) * (total / (weight + floor));
  const fall = (weight: number) => weight * Math.exp(-ratioOf(weight) * (1 - ratioOf(weight) ** 2));
  expect(weights[0]).toBeCloseTo(fall(1), 5);
  expect(weights[2]).toBeCloseTo(fall(factors[0]!), 5);
  expect(weights[1], 'what has no norm keeps its weight').toBe(1);
});

it('gives batches whose weighted mean is that of all samples, on average', async () => {
  const value = (sample: number) => (sample + 1) ** 2;
  const selector = adamCb({ exploration: 0.5 })(samplesOf(situation));
  // Samples 0 and 1 keep large gradients.
  await play(selector, situation, { steps: 400, lossOf: (index) => (index < 2 ? 2 : 0.01) });
  const batches = Array.from({ length: 6000 }, () => selector.select(context) as Batch);
  const means = batches.map(({ indices, weights, divisor }) => {
    let sum = 0;
    for (let i = 0; i < indices.length; i++) sum += weights![i]! * value(indices[i]!);
    return sum / divisor!;
  });
  const mean = means.reduce((sum, x) => sum + x) / means.length;
  const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / means.length;
  // The mean of the squares 1 to 64 is 25.5; five standard errors.
  expect(Math.abs(mean - 25.5)).toBeLessThan(5 * Math.sqrt(variance / means.length));
  const counts = new Array<number>(8).fill(0);
  for (const { indices } of batches) for (const index of indices) counts[index]!++;
  expect(Math.min(counts[0]!, counts[1]!)).toBeGreaterThan(1.2 * Math.max(...counts.slice(2)));
});

it('trains all samples at once where they fit into a batch', async () => {
  const few = { size: 3, batchSize: 5, classes: 2, seed: 1 };
  for (const { indices } of await play(adamCb()(samplesOf(few)), few, { steps: 3 })) {
    expect([...indices]).toEqual([0, 1, 2]);
  }
});

it('refuses to explore only', () => {
  expect(() => adamCb({ exploration: 1 })).toThrow(
    'adamCb: exploration must be at least 0 and below 1, got 1.',
  );
});
