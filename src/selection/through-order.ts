import type { BatchSelector } from '../training/index.js';

/**
 * Goes through an order of samples batch by batch, over and over; the last batch of an epoch may be short.
 *
 * @param order Reordered in place by `startEpoch`, which is called before each epoch.
 */
export function throughOrder(
  name: string,
  { order, batchSize, startEpoch }: { order: Uint32Array; batchSize: number; startEpoch?: () => void },
): BatchSelector {
  const state = { order, position: order.length };
  return {
    name,
    state,
    select() {
      if (state.position >= order.length) {
        startEpoch?.();
        state.position = 0;
      }
      const indices = order.slice(state.position, state.position + batchSize);
      state.position += indices.length;
      return { indices };
    },
  };
}

/** The samples in the order of the data set. */
export const allSamples = (size: number): Uint32Array => Uint32Array.from({ length: size }, (_, i) => i);
