import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { blockReshuffling } from './block-reshuffling.js';

const situation = { size: 22, batchSize: 4, classes: 2, seed: 1 };
const epochsOf = async (options: { blockSize?: number; buffer?: number }, count: number) =>
  rounds(await play(blockReshuffling(options)(samplesOf(situation)), situation, { steps: 6 * count }), 22);

/** The numbers of the blocks of five, in the order in which an epoch comes to them. */
const blocksOf = (epoch: readonly number[]) => [...new Set(epoch.map((index) => Math.floor(index / 5)))];

it('keeps the samples of a block together, blocks and samples in random order', async () => {
  const epochs = await epochsOf({ blockSize: 5, buffer: 1 }, 50);
  for (const epoch of epochs) {
    let start = 0;
    // The last block of the data set has two samples, wherever it comes.
    for (const block of blocksOf(epoch)) {
      const length = block === 4 ? 2 : 5;
      expect(ascending(epoch.slice(start, start + length))).toEqual(
        Array.from({ length }, (_, i) => 5 * block + i),
      );
      start += length;
    }
  }
  expect(new Set(epochs.map((epoch) => blocksOf(epoch)[0])).size, 'every block comes first').toBe(5);
  expect(new Set(epochs.map((epoch) => epoch.filter((index) => index < 5).join())).size).toBeGreaterThan(30);
});

it('shuffles the samples of a buffer of blocks together', async () => {
  const epochs = await epochsOf({ blockSize: 5, buffer: 2 }, 50);
  for (const epoch of epochs) {
    // The first two blocks have ten samples, or seven with the last block of the data set.
    const [ten, seven] = [blocksOf(epoch.slice(0, 10)), blocksOf(epoch.slice(0, 7))];
    expect(seven.includes(4) ? seven.length : ten.length).toBe(2);
  }
  const mixed = epochs.filter((epoch) => blocksOf(epoch.slice(0, 5)).length === 2);
  expect(mixed.length).toBeGreaterThan(45);
});

it('is random shuffling if all blocks are in the buffer', async () => {
  const counts = new Array<number>(22).fill(0);
  const epochs = await epochsOf({ blockSize: 5, buffer: 5 }, 1100);
  for (const epoch of epochs) counts[epoch[0]!]!++;
  const deviation = 6 * Math.sqrt(1100 * (1 / 22) * (21 / 22));
  for (const count of counts) expect(Math.abs(count - 50)).toBeLessThan(deviation);
});

it('has blocks as large as batches, unless told otherwise', async () => {
  const [epoch] = (await epochsOf({ buffer: 1 }, 1)) as [number[]];
  expect(new Set(epoch.slice(0, 2).map((index) => Math.floor(index / 4))).size).toBe(1);
});

it('shuffles a tenth of the blocks together, rounded up, unless told otherwise', async () => {
  // Eleven blocks of two: a buffer is two blocks.
  const same = { blockSize: 2, buffer: 2 };
  expect(await epochsOf({ blockSize: 2 }, 3)).toEqual(await epochsOf(same, 3));
  expect(await epochsOf({ blockSize: 2 }, 3)).not.toEqual(await epochsOf({ ...same, buffer: 1 }, 3));
});

it('refuses wrong options', () => {
  expect(() => blockReshuffling({ blockSize: 0 })).toThrow(
    'blockReshuffling: blockSize must be a positive integer, got 0.',
  );
  expect(() => blockReshuffling({ buffer: 1.5 })).toThrow(
    'blockReshuffling: buffer must be a positive integer, got 1.5.',
  );
});
