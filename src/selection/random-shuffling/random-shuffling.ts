import type { SelectorFactory } from '../../training/index.js';
import { Round } from '../shared/round.js';

/**
 * Random shuffling, the baseline: every epoch goes through all samples in a new random order, batch by batch; the
 * last batch of an epoch may be short. The order depends on the run's seed alone.
 */
export const randomShuffling =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) => {
    const epoch = new Round(size);
    return {
      name: 'random-shuffling',
      state: { order: epoch.samples, progress: epoch.progress },
      select: () => ({ indices: epoch.take(batchSize, rng) }),
    };
  };
