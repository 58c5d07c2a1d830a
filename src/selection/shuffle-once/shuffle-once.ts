import type { SelectorFactory } from '../../training/index.js';
import { allSamples, throughOrder } from '../through-order.js';

/** One random order of all samples, drawn at the start and kept for all epochs (single shuffling; Safran and Shamir 2020). */
export const shuffleOnce =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) =>
    throughOrder('shuffle-once', { order: rng.shuffle(allSamples(size)), batchSize });
