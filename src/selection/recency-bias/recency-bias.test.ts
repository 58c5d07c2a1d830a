import type { Batch, BatchSelector } from 'choosy';
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
  // An epoch is two batches, the second of which is more than the four samples need.
  expect(selector.state!['epoch']).toBe(2000);
});

it('shuffles in the warm-up', async () => {
  const selector = recencyBias({ warmUp: 3 })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 3 });
  for (const round of rounds(batches, 4)) expect(ascending(round)).toEqual([0, 1, 2, 3]);
});

it('warms up for a tenth of a run that has a limit', async () => {
  const run = { ...samplesOf(situation), epochs: 20 };
  // Probabilities of 1 for every label: all predictions are alike.
  const lossOf = () => 0;
  const selector = recencyBias({ pressure: 16, finalPressure: 16 })(run);
  const batches = await play(selector, situation, { steps: 2, lossOf });
  for (const round of rounds(batches, 4)) expect(ascending(round)).toEqual([0, 1, 2, 3]);
  expect(weightsOf(selector)).toEqual([0, 0, 0, 0]);
  await play(selector, situation, { steps: 1, lossOf });
  expect(weightsOf(selector)).toEqual([1 / 16, 1 / 16, 1 / 16, 1 / 16]);
});

it('warms up for two epochs at least, as one prediction tells nothing', async () => {
  const selector = recencyBias()({ ...samplesOf(situation), epochs: 5 });
  const batches = await play(selector, situation, { steps: 2 });
  for (const round of rounds(batches, 4)) expect(ascending(round)).toEqual([0, 1, 2, 3]);
});

it('has the warm-up of the run as it was begun, also when it is prolonged', async () => {
  const prolonged = recencyBias()({ ...samplesOf(situation), epochs: 1000 });
  expect(prolonged.state!['warmUpEpochs']).toBe(100);
  prolonged.state!['warmUpEpochs'] = 2;
  await play(prolonged, situation, { steps: 3, lossOf: () => 0 });
  // All certain, under nearly the whole pressure: no sample is used up, as in the warm-up.
  for (const weight of weightsOf(prolonged)) expect(weight).toBeCloseTo(0.01, 3);
});

it('shuffles in every order equally often', () => {
  const three = { size: 3, batchSize: 2, classes: 2, seed: 1 };
  const selector = recencyBias({ warmUp: 6000 })(samplesOf(three));
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const [first, second] = [selector.select(context), selector.select(context)] as Batch[];
    expect([first!.indices.length, second!.indices.length]).toEqual([2, 1]);
    const order = [...first!.indices, ...second!.indices].join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
  // Six standard deviations.
  for (const count of counts.values())
    expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(1000 * (5 / 6)));
});

it('draws from all samples under any pressure', () => {
  const extreme = { warmUp: 0, pressure: 1e300, finalPressure: 1e300 };
  const selector = recencyBias(extreme)(samplesOf(situation));
  visit(selector, [1, 1, 1, 1]);
  const seen = new Set<number>();
  for (let i = 0; i < 20; i++)
    for (const index of (selector.select(context) as Batch).indices) seen.add(index);
  expect(seen.size).toBe(4);
});

it('keeps 16 bytes a sample', () => {
  const size = 16_000;
  const { state } = recencyBias()(samplesOf({ ...situation, size, labels: new Array<number>(size).fill(0) }));
  const arrays = Object.values(state!).filter((value) => ArrayBuffer.isView(value));
  expect(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(16 * size);
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
