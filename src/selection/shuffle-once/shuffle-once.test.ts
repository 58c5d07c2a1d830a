import { expect, it } from 'vitest';
import { play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { shuffleOnce } from './shuffle-once.js';

it('goes through one random order, over and over', async () => {
  const situation = { size: 40, batchSize: 6, classes: 2, seed: 1 };
  const batches = await play(shuffleOnce()(samplesOf(situation)), situation, { steps: 21 });
  const [first, second, third] = rounds(batches, 40) as [number[], number[], number[]];
  expect(first).not.toEqual([...Array(40).keys()]);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
});

it('puts every sample at every place equally often, over seeds', async () => {
  const counts = new Array<number>(25).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    const situation = { size: 5, batchSize: 5, classes: 2, seed };
    const [batch] = await play(shuffleOnce()(samplesOf(situation)), situation, { steps: 1 });
    batch!.indices.forEach((index, place) => counts[5 * place + index]!++);
  }
  // Six standard deviations around 2000 / 5.
  const deviation = 6 * Math.sqrt((2000 * 4) / 25);
  for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(deviation);
});
