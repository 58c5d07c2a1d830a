import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf, situations } from '../../../test/support/play-selector.js';
import { randomShuffling } from './random-shuffling.js';

it('visits every sample once an epoch, in a new order each time, the last batch short', () =>
  fc.assert(
    fc.asyncProperty(situations, async (situation) => {
      const { size, batchSize } = situation;
      const perEpoch = Math.ceil(size / batchSize);
      const selector = randomShuffling()(samplesOf(situation));
      const batches = await play(selector, situation, { steps: 3 * perEpoch });
      const epochs = rounds(batches, size);
      expect(epochs.length).toBe(3);
      for (const epoch of epochs) expect(ascending(epoch)).toEqual([...Array(size).keys()]);
      expect(batches.slice(0, perEpoch).map(({ indices }) => indices.length)).toEqual(
        Array.from({ length: perEpoch }, (_, i) => Math.min(batchSize, size - i * batchSize)),
      );
      if (size > 20) expect(epochs[0]).not.toEqual(epochs[1]);
    }),
    { seed: 1 },
  ));

it('puts every sample at every place equally often', async () => {
  const size = 6;
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const situation = { size, batchSize: 6, classes: 2, seed: 1 };
  const epochs = rounds(
    await play(randomShuffling()(samplesOf(situation)), situation, { steps: 3000 }),
    size,
  );
  for (const epoch of epochs) epoch.forEach((index, place) => counts[place]![index]!++);
  // Six standard deviations around 3000 / 6.
  const deviation = 6 * Math.sqrt((3000 * 5) / 36);
  for (const count of counts.flat()) expect(Math.abs(count - 500)).toBeLessThan(deviation);
});
