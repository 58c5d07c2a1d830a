import { expect, it } from 'vitest';
import { ascending, type LossOf, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { activeBias } from './active-bias.js';

const situation = { size: 3, batchSize: 3, classes: 2, seed: 1 };
/** Probabilities of the label at the first, second and third visit of each sample. */
const probabilities = [
  [0.2, 0.8, 0.5],
  [0.9, 0.9, 0.9],
  [0.4, 0.6, 0.2],
];
/** In the burn-in every step visits all samples once. */
const lossOf: LossOf = (index, step) => -Math.log(probabilities[index]![step]!);

async function weightsAfterBurnIn(emphasis: 'variance' | 'closeness'): Promise<number[]> {
  const selector = activeBias({ emphasis, burnIn: 3 })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 3, lossOf });
  for (const round of rounds(batches, 3)) expect(ascending(round)).toEqual([0, 1, 2]);
  await play(selector, situation, { steps: 1, lossOf: () => NaN });
  return [...(selector.state!['weights'] as Float32Array)];
}

const closeTo = (actual: readonly number[], expected: readonly number[]) =>
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));

it('weighs by the confidence bound of the deviation: sqrt(var + var² / (n − 1)) plus the mean of all', async () => {
  // Variances: (0.09 + 0.09 + 0) / 3 = 0.06; 0; (0 + 0.04 + 0.04) / 3 of 0.4, 0.6, 0.2 = 0.08 / 3.
  const bounds = [0.06, 0, 0.08 / 3].map((variance) => Math.sqrt(variance + variance ** 2 / 2));
  const mean = (bounds[0]! + bounds[1]! + bounds[2]!) / 3;
  closeTo(
    await weightsAfterBurnIn('variance'),
    bounds.map((bound) => bound + mean),
  );
});

it('weighs by closeness to the threshold: p (1 − p) of the mean probability p, plus the mean of all', async () => {
  const closeness = [0.5 * 0.5, 0.9 * 0.1, 0.4 * 0.6];
  const mean = (0.25 + 0.09 + 0.24) / 3;
  closeTo(
    await weightsAfterBurnIn('closeness'),
    closeness.map((value) => value + mean),
  );
});

it('draws in proportion to the weights, and goes on learning from its draws', async () => {
  const wide = { ...situation, batchSize: 60 };
  const selector = activeBias({ burnIn: 3 })(samplesOf(wide));
  await play(selector, wide, { steps: 3, lossOf });
  const batches = await play(selector, wide, { steps: 200, lossOf: () => NaN });
  const weights = [...(selector.state!['weights'] as Float32Array)];
  const total = weights.reduce((sum, weight) => sum + weight);
  const counts = [0, 0, 0];
  for (const { indices } of batches) for (const index of indices) counts[index]!++;
  counts.forEach((count, i) => {
    const p = weights[i]! / total;
    expect(Math.abs(count - 12_000 * p)).toBeLessThan(6 * Math.sqrt(12_000 * p * (1 - p)));
  });
  // Sample 1 was always at 0.9; now it varies too.
  await play(selector, wide, { steps: 4, lossOf: (index, step) => (index === 1 && step % 2 ? 3 : 0.105) });
  const after = selector.state!['weights'] as Float32Array;
  expect(after[1]).toBeGreaterThan(2 * weights[1]!);
});

it('draws uniformly if no probability ever changed', async () => {
  const selector = activeBias({ burnIn: 2 })(samplesOf(situation));
  await play(selector, situation, { steps: 3, lossOf: () => 1 });
  expect(new Set(selector.state!['weights'] as Float32Array)).toEqual(new Set([1]));
});

it('keeps the statistics of many visits within a byte, the old ones fading', async () => {
  const one = { size: 1, batchSize: 1, classes: 2, seed: 1 };
  const selector = activeBias({ burnIn: 0 })(samplesOf(one));
  await play(selector, one, { steps: 300, lossOf: (_, step) => step % 2 });
  expect(selector.state!['visits']).toEqual(Uint8Array.of(255));
  const half = (1 + Math.exp(-1)) / 2;
  expect((selector.state!['mean'] as Float32Array)[0]).toBeCloseTo(half, 2);
  expect((selector.state!['variance'] as Float32Array)[0]).toBeCloseTo((1 - half) ** 2, 2);
});

it('burns in for a tenth of a run that has a limit, but for two visits at least', async () => {
  for (const [epochs, burnIn] of [
    [0.35, 2],
    [5, 2],
    [40, 4],
    [undefined, 10],
  ] as const) {
    const selector = activeBias()({ ...samplesOf(situation), ...(epochs && { epochs }) });
    const batches = await play(selector, situation, { steps: burnIn });
    for (const round of rounds(batches, 3)) expect(ascending(round)).toEqual([0, 1, 2]);
    expect(selector.state!['smoothing']).toBe(0);
    await play(selector, situation, { steps: 1 });
    expect(selector.state!['smoothing']).toBeGreaterThan(0);
  }
});

it('goes on drawing in a prolonged run, whose burn-in would have been longer', async () => {
  const selector = activeBias()({ ...samplesOf(situation), epochs: 20 });
  await play(selector, situation, { steps: 4, lossOf });
  const prolonged = activeBias()({ ...samplesOf(situation), epochs: 60 });
  for (const [key, value] of Object.entries(selector.state!)) {
    const current = prolonged.state![key];
    if (ArrayBuffer.isView(current)) current.set(value as Float32Array);
    else prolonged.state![key] = value;
  }
  const weights = [...(prolonged.state!['weights'] as Float32Array)];
  await play(prolonged, situation, { steps: 2, lossOf: () => NaN });
  expect([...(prolonged.state!['weights'] as Float32Array)]).toEqual(weights);
});

it('keeps 14 bytes a sample', () => {
  const { state } = activeBias()(samplesOf({ ...situation, size: 1600 }));
  const arrays = Object.values(state!).filter((value) => ArrayBuffer.isView(value));
  expect(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(14 * 1600);
});

it('refuses an unknown emphasis', () => {
  expect(() => activeBias({ emphasis: 'loss' as 'variance' })).toThrow(
    `activeBias: emphasis must be one of 'variance', 'closeness', got "loss".`,
  );
});
