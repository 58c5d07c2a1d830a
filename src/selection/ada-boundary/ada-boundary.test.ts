import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { adaBoundary } from './ada-boundary.js';

/** Predicted probabilities of three classes; the labels are 0, 1, 2, 0. */
const softmax = [
  [1 / 3, 1 / 3, 1 / 3],
  [0.1, 0.8, 0.1],
  [0.6, 0.3, 0.1],
  [1, 0, 0],
];
const labels = [0, 1, 2, 0];
const signals = {
  loss: Float32Array.from(softmax, (p, i) => -Math.log(p[labels[i]!]!)),
  gradientNorm: Float32Array.from(softmax, (p, i) =>
    Math.hypot(...p.map((probability, label) => probability - Number(label === labels[i]))),
  ),
};
const situation = { size: 4, batchSize: 4, classes: 3, seed: 1, labels };
const indices = Uint32Array.of(0, 1, 2, 3);
const outcome = { step: 0, epoch: 0, learningRate: 0.1, indices, signals };

it('weighs by the standard deviation of the predicted probabilities, in N levels', () => {
  const selector = adaBoundary({ pressure: 16 })(samplesOf(situation));
  // Every sample begins in level 1 of 4: 16^(−1/4).
  expect([...(selector.state!['weights'] as Float32Array)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  selector.observe!(outcome);
  // Deviations over the largest possible, √2 / 3: 0 (or a rounding error above it); 0.33 / 0.4714 = 0.7;
  // √(0.46 / 3 − 1 / 9) / 0.4714 = 0.4359; 1. So the levels are 0 or 1, 3, 2 and 4.
  const weights = [...(selector.state!['weights'] as Float32Array)];
  expect(weights.slice(1)).toEqual([0.125, 0.25, 0.0625]);
  expect([0.5, 1]).toContain(weights[0]);
});

it('has of two classes the same distances, whichever label and whichever network output', () => {
  const two = { size: 4, batchSize: 4, classes: 2, seed: 1 };
  const selector = adaBoundary({ pressure: 16 })(samplesOf(two));
  // Deviations over the largest, 1/2, are |2p − 1|: 0.8, 0.8, 0.4, 0.
  const p = [0.9, 0.1, 0.7, 0.5];
  const loss = Float32Array.from(p, (x) => -Math.log(x));
  for (const norm of [Math.SQRT2, 1]) {
    selector.observe!({
      ...outcome,
      signals: { loss, gradientNorm: Float32Array.from(p, (x) => norm * (1 - x)) },
    });
    const weights = [...(selector.state!['weights'] as Float32Array)];
    expect(weights.slice(0, 3)).toEqual([0.0625, 0.0625, 0.25]);
    expect([0.5, 1]).toContain(weights[3]);
  }
});

it('draws in proportion to the weights after a warm-up of random shuffling', async () => {
  const wide = { ...situation, batchSize: 50 };
  const selector = adaBoundary({ pressure: 16, warmUp: 2 })(samplesOf(wide));
  const warmUp = await play(selector, wide, { steps: 2, lossOf: () => NaN });
  for (const round of rounds(warmUp, 4)) expect(ascending(round)).toEqual([0, 1, 2, 3]);
  selector.observe!(outcome);
  const weights = [...(selector.state!['weights'] as Float32Array)];
  const total = weights.reduce((sum, weight) => sum + weight);
  const counts = [0, 0, 0, 0];
  const batches = await play(selector, wide, { steps: 200, lossOf: () => NaN });
  for (const batch of batches) for (const index of batch.indices) counts[index]!++;
  counts.forEach((count, i) => {
    const share = weights[i]! / total;
    expect(Math.abs(count - 10_000 * share)).toBeLessThan(6 * Math.sqrt(10_000 * share * (1 - share)));
  });
});

it('warms up for 0.15 of the run as it was begun, also when it is prolonged', async () => {
  expect(adaBoundary()(samplesOf({ ...situation, epochs: 20 })).state!['warmUpEpochs']).toBe(3);
  const prolonged = adaBoundary()(samplesOf({ ...situation, epochs: 100 }));
  prolonged.state!['warmUpEpochs'] = 3;
  await play(prolonged, situation, { steps: 10 });
  const [, , rounds] = prolonged.state!['progress'] as Uint32Array;
  expect(rounds).toBe(3);
});

it('draws from all samples under any pressure', async () => {
  const selector = adaBoundary({ pressure: 1e300, warmUp: 0 })(samplesOf(situation));
  // All are certain, and wrong.
  selector.observe!({
    ...outcome,
    signals: { loss: new Float32Array(4).fill(200), gradientNorm: new Float32Array(4).fill(Math.SQRT2) },
  });
  const batches = await play(selector, situation, { steps: 20, lossOf: () => NaN });
  expect(new Set(batches.flatMap((batch) => [...batch.indices])).size).toBe(4);
});

it('is random shuffling without classes', async () => {
  const { size, batchSize, rng } = samplesOf(situation);
  const selector = adaBoundary({ warmUp: 0 })({ size, batchSize, rng, labels: new Float32Array(4) });
  for (const round of rounds(await play(selector, situation, { steps: 5 }), 4)) {
    expect(ascending(round)).toEqual([0, 1, 2, 3]);
  }
});

it('refuses a pressure that would prefer what is far away', () => {
  expect(() => adaBoundary({ pressure: 0.5 })).toThrow(
    'adaBoundary: pressure must be a number of at least 1, got 0.5.',
  );
});
