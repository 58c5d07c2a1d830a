import type { SelectorFactory } from '../../training/index.js';
import { Round } from '../shared/round.js';

/** One random order of all samples, drawn at the start and kept for all epochs (single shuffling; Safran and Shamir 2020). */
export const shuffleOnce =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) => {
    const epoch = new Round(size);
    rng.shuffle(epoch.samples);
    return {
      name: 'shuffle-once',
      state: { order: epoch.samples, progress: epoch.progress },
      select() {
        if (epoch.isOver) epoch.beginInOrder(epoch.present);
        return { indices: epoch.next(batchSize) };
      },
    };
  };
