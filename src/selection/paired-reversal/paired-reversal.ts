import type { SelectorFactory } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';

/**
 * Epochs in pairs: one goes through all samples in a new random order, the next through the same batches in
 * reverse. This is FlipFlop with random reshuffling (Rajput, Lee and Papailiopoulos 2022).
 */
export const pairedReversal =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) => {
    const order = allSamples(size);
    const batches = Math.ceil(size / batchSize);
    const state = { order, step: 0 };
    return {
      name: 'paired-reversal',
      state,
      select() {
        if (state.step === 0) rng.shuffle(order);
        // Whole batches are reversed, so that a short one is the same samples both times.
        const batch = state.step < batches ? state.step : 2 * batches - 1 - state.step;
        state.step = (state.step + 1) % (2 * batches);
        return { indices: order.slice(batch * batchSize, (batch + 1) * batchSize) };
      },
    };
  };
