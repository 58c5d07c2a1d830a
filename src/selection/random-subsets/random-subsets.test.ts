import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { randomSubsets } from './random-subsets.js';

const situation = { size: 50, batchSize: 8, classes: 2, seed: 1 };

it('trains a share of the samples each round, no sample twice, each equally often', async () => {
  const selector = randomSubsets({ share: 0.4 })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 3 * 2000 });
  expect(batches.slice(0, 6).map(({ indices }) => indices.length)).toEqual([8, 8, 8, 8, 8, 8]);
  const counts = new Array<number>(50).fill(0);
  const seen = new Set<string>();
  for (const round of rounds(batches, 24)) {
    expect(new Set(round).size).toBe(24);
    for (const index of round) counts[index]!++;
    seen.add(ascending(round).join());
  }
  expect(seen.size, 'a new subset each round').toBe(2000);
  // Twenty samples fill two batches and a half, so 24 are trained; six standard deviations around 2000 * 24 / 50.
  const deviation = 6 * Math.sqrt(2000 * 0.48 * 0.52);
  for (const count of counts) expect(Math.abs(count - 960)).toBeLessThan(deviation);
});

it('draws the next rounds from all samples, or from those not yet trained', async () => {
  const shared = async (replacement: boolean) => {
    const selector = randomSubsets({ share: 0.4, replacement })(samplesOf(situation));
    const [one, two] = rounds(await play(selector, situation, { steps: 6 }), 24) as [number[], number[]];
    return one.filter((index) => two.includes(index)).length;
  };
  expect(await shared(false)).toBe(0);
  // 24 * 0.48 on average.
  expect(await shared(true)).toBeGreaterThan(2);
});

it('trains all samples before any again without replacement, the last round short', async () => {
  const selector = randomSubsets({ share: 0.4, replacement: false })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 16 });
  expect(batches.slice(0, 8).map(({ indices }) => indices.length)).toEqual([8, 8, 8, 8, 8, 8, 2, 8]);
  const epochs = rounds(batches, 50);
  for (const epoch of epochs) expect(ascending(epoch)).toEqual([...Array(50).keys()]);
  expect(epochs[0]).not.toEqual(epochs[1]);
});

it('refuses a share of nothing', () => {
  expect(() => randomSubsets({ share: 0 })).toThrow(
    'randomSubsets: share must be above 0 and at most 1, got 0.',
  );
});
