import type { SelectorFactory } from '../training/index.js';

/**
 * Random shuffling, the baseline: every epoch goes through all samples in a new random order, batch by batch; the
 * last batch of an epoch may be short. The order depends on the run's seed alone.
 */
export const randomShuffling =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) => {
    const order = Uint32Array.from({ length: size }, (_, i) => i);
    const state = { order, position: size };
    return {
      name: 'random-shuffling',
      state,
      select() {
        if (state.position >= size) {
          rng.shuffle(order);
          state.position = 0;
        }
        const indices = order.slice(state.position, state.position + batchSize);
        state.position += indices.length;
        return { indices };
      },
    };
  };
