import { checkOptions, positiveInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { Round } from '../shared/round.js';
import { allSamples } from '../shared/samples.js';

export interface BlockReshufflingOptions {
  /** Samples of a block, which lie after one another in the data set; absent means the batch size. */
  readonly blockSize?: number;
  /** Blocks that are shuffled together; absent means a tenth of all, rounded up. */
  readonly buffer?: number;
}

/**
 * Every epoch puts blocks of consecutive samples in a new random order, and shuffles the samples of each few
 * blocks together: CorgiPile (Xu et al. 2022), over all blocks. With a buffer of 1, samples are shuffled
 * inside their block only.
 */
export const blockReshuffling = ({ blockSize, buffer }: BlockReshufflingOptions = {}): SelectorFactory => {
  checkOptions(
    'blockReshuffling',
    { blockSize: positiveInteger.optional(), buffer: positiveInteger.optional() },
    { blockSize, buffer },
  );
  return ({ size, batchSize, rng }) => {
    const length = blockSize ?? batchSize;
    const blockCount = Math.ceil(size / length);
    const together = buffer ?? Math.ceil(blockCount / 10);
    const epoch = new Round(size);
    const newOrder = (): Uint32Array => {
      const order = new Uint32Array(size);
      const blocks = rng.shuffle(allSamples(blockCount));
      let end = 0;
      for (let first = 0; first < blocks.length; first += together) {
        const start = end;
        for (const block of blocks.subarray(first, first + together)) {
          const stop = Math.min(size, (block + 1) * length);
          for (let sample = block * length; sample < stop; sample++) order[end++] = sample;
        }
        rng.shuffle(order.subarray(start, end));
      }
      return order;
    };
    return {
      name: 'block-reshuffling',
      state: { order: epoch.samples, progress: epoch.progress },
      select() {
        if (epoch.isOver) epoch.beginInOrder(newOrder());
        return { indices: epoch.next(batchSize) };
      },
    };
  };
};
