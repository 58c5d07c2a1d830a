import type { BatchSelector } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { recencyBias } from './recency-bias.js';

const labels = [0, 1, 2, 3];
const situation = { size: 4, batchSize: 4, classes: 4, seed: 1, labels, epochs: 6 };
/** Labels predicted for samples 0 to 3 at five visits, of which a window of 4 has the last. */
const predicted = [
  [3, 0, 0, 0, 0],
  [3, 0, 0, 1, 1],
  [3, 2, 1, 2, 2],
  [3, 0, 1, 2, 3],
];
const indices = Uint32Array.of(0, 1, 2, 3);
const score = () => Promise.reject(new Error('nothing is scored'));
const context = { step: 0, epoch: 0, learningRate: 0.1, score };

/** Tells a selector of a visit to all samples: the gradients at the logits for these predictions. */
function visit(selector: BatchSelector, predictions: readonly number[], indicesOfVisit = indices): void {
  const rows = predictions.map((label, i) =>
    Float32Array.from(labels, (other) => (other === label ? 0.4 : 0.2) - Number(other === labels[i])),
  );
  const logitGradient = Float32Array.from(rows.flatMap((row) => [...row]));
  const loss = new Float32Array(indicesOfVisit.length);
  selector.observe!({
    ...context,
    indices: indicesOfVisit,
    signals: { loss, gradientNorm: loss, logitGradient },
  });
}

const weightsOf = (selector: BatchSelector) => [...(selector.state!['weights'] as Float32Array)];

it('weighs by the entropy of the last predictions, in N levels, under a pressure that decays to the end', () => {
  const options = { window: 4, warmUp: 2, pressure: 256, finalPressure: 16 };
  const selector = recencyBias(options)(samplesOf(situation));
  for (let epoch = 0; epoch < 2; epoch++) void selector.select(context);
  for (let i = 0; i < 5; i++)
    visit(
      selector,
      predicted.map((visits) => visits[i]!),
    );
  // Entropies over ln 4: 0, 1/2, (ln 4 − 3/4 ln 3) / ln 4 = 0.406, 1; so the levels are 4, 2, ⌈2.4⌉ and 0.
  const levels = [4, 2, 3, 0];
  // Of the four epochs after the warm-up, this is the first, and the last has the final pressure.
  for (const pressure of [128, 64, 32, 16, 16]) {
    void selector.select(context);
    weightsOf(selector).forEach((weight, i) => expect(weight).toBeCloseTo(pressure ** (-levels[i]! / 4), 6));
  }
});

it('takes samples that it never saw for uncertain, and those of fewer visits by what they had', () => {
  const selector = recencyBias({ window: 4, warmUp: 0, finalPressure: 100 })(samplesOf(situation));
  visit(selector, [2, 2], Uint32Array.of(0, 1));
  visit(selector, [1], Uint32Array.of(1));
  visit(selector, [NaN, NaN], Uint32Array.of(2, 3));
  const nan = new Float32Array(16).fill(NaN);
  selector.observe!({ ...context, indices, signals: { loss: nan, gradientNorm: nan, logitGradient: nan } });
  void selector.select(context);
  const weights = weightsOf(selector);
  expect(weights[0]).toBeCloseTo(0.01, 6);
  expect(weights[1]).toBeCloseTo(0.1, 6);
});

it('draws in proportion to the weights, which change once an epoch', async () => {
  const wide = { ...situation, size: 4, batchSize: 3 };
  const selector = recencyBias({ window: 4, warmUp: 0, finalPressure: 100 })(samplesOf(wide));
  visit(selector, [1, 1, 1, 1]);
  visit(selector, [1, 2, 1, 2]);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const { indices: drawn } = await selector.select(context);
    for (const index of drawn) counts[index]!++;
  }
  // Levels 4 and 2: 1/100 and 1/10.
  const shares = [1 / 22, 10 / 22, 1 / 22, 10 / 22];
  counts.forEach((count, i) => {
    const deviation = 6 * Math.sqrt(12_000 * shares[i]! * (1 - shares[i]!));
    expect(Math.abs(count - 12_000 * shares[i]!)).toBeLessThan(deviation);
  });
  expect(selector.state!['drawnEpochs']).toBe(2000);
});

it('shuffles in the warm-up', async () => {
  const selector = recencyBias({ warmUp: 3 })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 3 });
  for (const round of rounds(batches, 4)) expect(ascending(round)).toEqual([0, 1, 2, 3]);
});

it('warms up for a tenth of a run that has a limit', async () => {
  const run = { ...samplesOf(situation), epochs: 20 };
  const selector = recencyBias()(run);
  const batches = await play(selector, situation, { steps: 3 });
  for (const round of rounds(batches.slice(0, 2), 4)) expect(ascending(round)).toEqual([0, 1, 2, 3]);
  expect(selector.state!['drawnEpochs']).toBe(1);
});

it('reads predictions off a single output for two classes', () => {
  const two = { size: 4, batchSize: 4, classes: 2, seed: 1, labels: [0, 0, 1, 1] };
  const selector = recencyBias({ window: 2, warmUp: 0 })(samplesOf(two));
  // Probabilities of class 1: 0.1, 0.9, 0.1, 0.9.
  const logitGradient = Float32Array.of(0.1, 0.9, -0.9, -0.1);
  selector.observe!({
    ...context,
    indices,
    signals: { loss: logitGradient, gradientNorm: logitGradient, logitGradient },
  });
  expect([...(selector.state!['predictions'] as Uint8Array)].filter((_, i) => i % 2 === 0)).toEqual([
    0, 1, 0, 1,
  ]);
});

it('is random shuffling without classes, and asks for no signal', async () => {
  const { size, batchSize, rng } = samplesOf(situation);
  const selector = recencyBias({ warmUp: 0 })({ size, batchSize, rng, labels: new Float32Array(4) });
  expect(selector.needs).toBeUndefined();
  for (const round of rounds(await play(selector, situation, { steps: 5 }), 4)) {
    expect(ascending(round)).toEqual([0, 1, 2, 3]);
  }
});

it('refuses a window of nothing', () => {
  expect(() => recencyBias({ window: 0 })).toThrow('recencyBias: window must be a positive integer, got 0.');
});
