import type { Batch } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { competenceCurriculum } from './competence-curriculum.js';

const size = 100;
/** Sample i has the length or the loss 99 − i: the last are the easiest. */
const lengths = Array.from({ length: size }, (_, i) => size - 1 - i);
const situation = { size, batchSize: 10, classes: 2, seed: 1, lengths };
const score = () => Promise.reject(new Error('nothing is scored'));
const at = (epoch: number) => ({ step: 0, epoch, learningRate: 0.1, score });
const hardest = ({ indices }: Batch) => Math.max(...Array.from(indices, (index) => lengths[index]!));

it('draws distinct samples from the easiest c(t) = √(t (1 − c₀²) / T + c₀²) of all', async () => {
  for (const [epoch, eligible] of [
    [0, 20],
    // √(1/4 · 0.96 + 0.04) = 0.5292, √(0.52) = 0.7211.
    [1, 53],
    [2, 73],
    [3.999, 100],
  ] as const) {
    const selector = competenceCurriculum({ initial: 0.2, epochs: 4 })(samplesOf(situation));
    const seen = new Set<number>();
    let most = 0;
    for (let i = 0; i < 150; i++) {
      const batch = await selector.select(at(epoch));
      expect(new Set(batch.indices).size).toBe(10);
      for (const index of batch.indices) seen.add(index);
      most = Math.max(most, hardest(batch));
    }
    expect(most).toBe(eligible - 1);
    expect(seen.size, 'all of them are drawn').toBe(eligible);
  }
});

it('draws each of the easiest equally often, also as they grow more', async () => {
  const counts = new Array<number>(size).fill(0);
  for (let seed = 0; seed < 200; seed++) {
    const selector = competenceCurriculum({ initial: 0.2, epochs: 4 })(samplesOf({ ...situation, seed }));
    for (let i = 0; i < 5; i++) await selector.select(at(0));
    for (const index of (await selector.select(at(1))).indices) counts[index]!++;
  }
  // 2000 draws among 53; six standard deviations.
  const expected = 2000 / 53;
  for (let i = 47; i < size; i++)
    expect(Math.abs(counts[i]! - expected)).toBeLessThan(6 * Math.sqrt(expected));
});

it('draws whole batches from the start, however few samples are easy enough', async () => {
  const selector = competenceCurriculum({ initial: 0.05 })(samplesOf(situation));
  expect(ascending([...(await selector.select(at(0))).indices])).toEqual([
    90, 91, 92, 93, 94, 95, 96, 97, 98, 99,
  ]);
});

it('takes samples whose loss was never a number for the hardest', async () => {
  const { lengths: _, ...without } = situation;
  const selector = competenceCurriculum({ epochs: 40 })(samplesOf(without));
  const lossOf = (index: number) => (index < 5 ? NaN : 1);
  const batches = await play(selector, without, { steps: 60, lossOf });
  const after = batches.slice(10).flatMap(({ indices }) => [...indices]);
  expect(Math.min(...after)).toBeGreaterThan(4);
});

it('is random shuffling from T on, by default 0.3 of the run', async () => {
  const selector = competenceCurriculum()(samplesOf({ ...situation, epochs: 10 }));
  expect(hardest(await selector.select(at(2.9)))).toBeLessThan(99);
  const batches: Batch[] = [];
  for (let i = 0; i < 20; i++) batches.push(await selector.select(at(3 + i / 10)));
  for (const round of rounds(batches, size)) expect(ascending(round)).toEqual([...Array(size).keys()]);
});

it('takes the losses of a first epoch as difficulty where there are no lengths, and begins with c₀ after it', async () => {
  const { lengths: _, ...without } = situation;
  const selector = competenceCurriculum({ epochs: 40 })(samplesOf(without));
  const lossOf = (index: number, step: number) => (step < 10 ? lengths[index]! : -index);
  const batches = await play(selector, without, { steps: 20, lossOf });
  expect(ascending(rounds(batches, size)[0]!)).toEqual([...Array(size).keys()]);
  // Of 100 samples, c₀ = 0.01 is fewer than a batch; after nine batches more, c = √(0.9 / 40 · 0.9999 + 0.0001) = 0.150.
  const after = batches.slice(10).map(hardest);
  expect(after[0]).toBe(9);
  expect(Math.max(...after)).toBeLessThan(16);
});

it('goes by losses in short runs, too: T is 0.3 of the run, from when they are known', async () => {
  const { lengths: _, ...without } = situation;
  const selector = competenceCurriculum()(samplesOf({ ...without, epochs: 2.5 }));
  const batches = await play(selector, without, { steps: 28, lossOf: (index) => lengths[index]! });
  // T = 0.75: √(0.4 / 0.75 · 0.9999 + 0.0001) = 0.7304 at 1.4 epochs, and all from 1.8 on.
  expect(hardest(batches[10]!)).toBe(9);
  expect(Math.max(...batches.slice(10, 15).map(hardest))).toBeLessThan(74);
  expect(ascending(rounds(batches.slice(18), size)[0]!)).toEqual([...Array(size).keys()]);
});

it('breaks equal difficulties at random', async () => {
  const firsts = new Set<string>();
  for (let seed = 0; seed < 5; seed++) {
    const equal = { ...situation, seed, lengths: lengths.map(() => 3) };
    const { indices } = await competenceCurriculum({ initial: 0.1 })(samplesOf(equal)).select(at(0));
    firsts.add(ascending([...indices]).join());
  }
  expect(firsts.size).toBe(5);
});

it('refuses a beginning without competence', () => {
  expect(() => competenceCurriculum({ initial: 0 })).toThrow(
    'competenceCurriculum: initial must be above 0 and at most 1, got 0.',
  );
  expect(() => competenceCurriculum({ epochs: -1 })).toThrow(
    'competenceCurriculum: epochs must be a positive number, got -1.',
  );
});
