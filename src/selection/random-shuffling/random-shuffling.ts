import type { SelectorFactory } from '../../training/index.js';
import { allSamples, throughOrder } from '../through-order.js';

/**
 * Random shuffling, the baseline: every epoch goes through all samples in a new random order, batch by batch; the
 * last batch of an epoch may be short. The order depends on the run's seed alone.
 */
export const randomShuffling =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) => {
    const order = allSamples(size);
    return throughOrder('random-shuffling', { order, batchSize, startEpoch: () => rng.shuffle(order) });
  };
