import { expect, it } from 'vitest';
import { ascending, type LossOf, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { highestLoss } from './highest-loss.js';

const situation = { size: 40, batchSize: 5, classes: 2, seed: 3 };
/** The samples of a high index have a high loss. */
const byIndex: LossOf = (index) => index;

it('trains all samples once, and then rounds of those with the highest losses and some others', async () => {
  const selector = highestLoss({ top: 0.3, explore: 0.25 })(samplesOf(situation));
  // A round: 12 of the highest losses, a quarter of the other 28, and one more to fill the last batch.
  const roundLength = 12 + 7 + 1;
  const first = await play(selector, situation, { steps: 8, lossOf: byIndex });
  expect(ascending(rounds(first, 40)[0]!)).toEqual([...Array(40).keys()]);
  const others = new Set<number>();
  for (let round = 0; round < 6; round++) {
    const batches = await play(selector, situation, { steps: 4, lossOf: byIndex });
    expect(batches.map(({ indices }) => indices.length)).toEqual([5, 5, 5, 5]);
    const [samples] = rounds(batches, roundLength) as [number[]];
    expect(new Set(samples).size, 'no sample twice a round').toBe(roundLength);
    expect(ascending(samples).slice(-12)).toEqual(Array.from({ length: 12 }, (_, i) => 28 + i));
    expect(samples, 'shuffled together').not.toEqual(ascending(samples));
    for (const index of samples) if (index < 28) others.add(index);
  }
  expect(others.size, 'the others take turns').toBeGreaterThan(14);
});

it('goes by the last seen loss', async () => {
  const selector = highestLoss({ top: 0.25, explore: 0 })(samplesOf(situation));
  await play(selector, situation, { steps: 8, lossOf: byIndex });
  // The ten highest are learned in this round, so the next ten come after it.
  const learned = await play(selector, situation, { steps: 2, lossOf: () => -1 });
  expect(ascending(rounds(learned, 10)[0]!)).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39]);
  const next = await play(selector, situation, { steps: 2, lossOf: byIndex });
  expect(ascending(rounds(next, 10)[0]!)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
});

it('trains at least one batch a round, at most all samples', async () => {
  for (const [share, length] of [
    [0, 5],
    [1, 40],
  ] as const) {
    const selector = highestLoss({ top: share, explore: share })(samplesOf(situation));
    await play(selector, situation, { steps: 8, lossOf: byIndex });
    const steps = Math.ceil(length / 5);
    const [samples] = rounds(await play(selector, situation, { steps, lossOf: byIndex }), length);
    expect(new Set(samples).size).toBe(length);
    expect(samples).toContain(39);
  }
});

it('orders samples even if some losses are not finite', async () => {
  const selector = highestLoss({ top: 0.25, explore: 0 })(samplesOf(situation));
  const lossOf: LossOf = (index) => (index % 4 === 0 ? NaN : index === 5 ? Infinity : index);
  await play(selector, situation, { steps: 8, lossOf });
  const [samples] = rounds(await play(selector, situation, { steps: 2, lossOf }), 10);
  expect(new Set(samples).size).toBe(10);
  expect(samples).toContain(5);
});
