import type { Batch, StepOutcome } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { dihcl, type DihclOptions } from './dihcl.js';

const situation = { size: 20, batchSize: 20, classes: 2, seed: 1 };
const small = { ...situation, batchSize: 4 };
const noContext = { step: 0, epoch: 0, learningRate: 0, score: () => Promise.reject(new Error('none')) };

const running = (selector: ReturnType<ReturnType<typeof dihcl>>) =>
  selector.state!['running'] as Float32Array;
const outcome = (learningRate: number, losses: Record<number, number>): StepOutcome => {
  const loss = Float32Array.from(Object.values(losses));
  const indices = Uint32Array.from(Object.keys(losses), Number);
  return { step: 0, epoch: 0, learningRate, indices, signals: { loss, gradientNorm: loss } };
};

it('has the change of loss over the learning rate since the last visit as hardness, in a running mean', () => {
  const selector = dihcl({ discount: 0.75 })(samplesOf(situation));
  selector.observe!(outcome(0.5, { 3: 2, 4: 1 }));
  expect([...running(selector).slice(3, 5)], 'begins with 1').toEqual([1, 1]);
  selector.observe!(outcome(0.25, { 5: 1 }));
  selector.observe!(outcome(1, { 3: 0.5 }));
  // |0.5 − 2| over 0.5 + 0.25: 2, so the mean is 0.75 · 2 + 0.25 · 1.
  expect(running(selector)[3]).toBe(1.75);
  selector.observe!(outcome(1, { 3: 1, 4: 8 }));
  // |1 − 0.5| / 1 and |8 − 1| / 1.75.
  expect([...running(selector).slice(3, 5)]).toEqual([0.75 * 0.5 + 0.25 * 1.75, 0.75 * 4 + 0.25]);
});

it('has the loss over the learning rate as hardness, if asked to', () => {
  const selector = dihcl({ hardness: 'loss', discount: 0.75 })(samplesOf(situation));
  selector.observe!(outcome(0.5, { 3: 2 }));
  expect(running(selector)[3]).toBe(0.75 * 4 + 0.25);
});

it('learns nothing from losses that are no numbers, nor where nothing was trained since', () => {
  for (const hardness of ['change', 'loss'] as const) {
    const selector = dihcl({ hardness })(samplesOf(situation));
    selector.observe!(outcome(0, { 3: 2 }));
    selector.observe!(outcome(0, { 3: 1 }));
    selector.observe!(outcome(0.1, { 3: NaN, 4: Infinity }));
    expect(new Set(running(selector))).toEqual(new Set([1]));
  }
});

it('is not misled by rounding where a sample comes twice in a batch', () => {
  const selector = dihcl()(samplesOf(situation));
  for (let i = 0; i < 50; i++) selector.observe!(outcome(0.1, { 1: 1 }));
  const twice = { ...outcome(0.1, { 1: 3 }), indices: Uint32Array.of(1, 1) };
  const loss = Float32Array.of(3, 3);
  selector.observe!({ ...twice, signals: { loss, gradientNorm: loss } });
  expect(running(selector)[1]).toBeCloseTo(0.95 * 20, 2);
});

it('trains all samples in the warm-up, then rounds of distinct samples that shrink in ten episodes', async () => {
  const options: DihclOptions = { warmUp: 2, shrink: 0.7, smallest: 0.25 };
  // An episode is 0.75 epochs.
  const selector = dihcl(options)(samplesOf({ ...small, epochs: 9.5 }));
  const played: Batch[] = [];
  const lengths: number[] = [];
  while (lengths.length < 7) {
    const seen = new Set<number>();
    const [length, given] = [0, 1];
    const progress = selector.state!['progress'] as Uint32Array;
    do {
      const [batch] = await play(selector, small, { steps: 1, after: played });
      played.push(batch!);
      expect(batch!.indices.length).toBe(4);
      for (const index of batch!.indices) seen.add(index);
    } while (progress[given]! < progress[length]!);
    expect(seen.size).toBe(progress[length]);
    lengths.push(seen.size);
  }
  // Rounds begin at the epochs 2, 2.8, 3.4, 4 and 4.4, in the episodes 1, 2, 2, 3 and 4: of 14, 9.8, 9.8, 6.86 samples
  // and, instead of 4.8, the smallest share of 5, rounded up to whole batches.
  expect(lengths).toEqual([20, 20, 16, 12, 12, 8, 8]);
});

it.each([
  [5, 2],
  [240, 4],
])('of a run of %d epochs, %d are the warm-up', async (epochs, warmUp) => {
  const situation = { ...small, size: 40 };
  const selector = dihcl()(samplesOf({ ...situation, epochs }));
  const after = await play(selector, situation, { steps: 10 * warmUp });
  const progress = selector.state!['progress'] as Uint32Array;
  expect([...progress]).toEqual([40, 40, warmUp]);
  await play(selector, situation, { steps: 1, after });
  expect(progress[0], '0.85 of 40 in batches of 4').toBe(36);
});

it('takes the hardest samples if greedy', async () => {
  const selector = dihcl({ warmUp: 0, shrink: 0.2, choice: 'greedy' })(samplesOf(small));
  running(selector).set(running(selector).map((_, sample) => sample));
  const { indices } = await selector.select(noContext);
  expect(ascending([...indices])).toEqual([16, 17, 18, 19]);
});

it('draws in proportion to hardness, without replacement', () => {
  const three = { size: 3, batchSize: 2, classes: 2, seed: 1 };
  const selector = dihcl({ warmUp: 0, shrink: 0.5, smallest: 0.66 })(samplesOf(three));
  running(selector).set([1, 2, 0]);
  const both = [0, 0, 0];
  for (let i = 0; i < 50; i++)
    for (const index of (selector.select(noContext) as { indices: Uint32Array }).indices) both[index]!++;
  expect(both, 'a sample of no hardness only where there is no other').toEqual([50, 50, 0]);
  const one = dihcl({ warmUp: 0, shrink: 0.1, smallest: 0.1 })(samplesOf({ ...three, batchSize: 1 }));
  running(one).set([1, 2, 0]);
  let first = 0;
  for (let i = 0; i < 3000; i++)
    first += Number((one.select(noContext) as { indices: Uint32Array }).indices[0] === 0);
  expect(Math.abs(first - 1000)).toBeLessThan(6 * Math.sqrt((3000 * 2) / 9));
});

it('trains every sample again, whatever its hardness', async () => {
  const selector = dihcl({ warmUp: 1, shrink: 0.5 })(samplesOf(small));
  const batches = await play(selector, small, { steps: 100, lossOf: () => 1 });
  const [, ...after] = rounds(batches, 20);
  expect(new Set(after.flat()).size).toBe(20);
});

it('refuses a discount of nothing', () => {
  expect(() => dihcl({ discount: 0 })).toThrow('dihcl: discount must be above 0 and at most 1, got 0.');
});
