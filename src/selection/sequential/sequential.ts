import type { SelectorFactory } from '../../training/index.js';

/** The samples in the order of the data set, over and over; the last batch of an epoch may be short. */
export const sequentialOrder =
  (): SelectorFactory =>
  ({ size, batchSize }) => {
    const state = { position: 0 };
    return {
      name: 'sequential',
      state,
      select() {
        const end = Math.min(state.position + batchSize, size);
        const indices = Uint32Array.from({ length: end - state.position }, (_, i) => state.position + i);
        state.position = end % size;
        return { indices };
      },
    };
  };
