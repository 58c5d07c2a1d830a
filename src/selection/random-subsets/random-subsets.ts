import { checkOptions, positiveShare, yesOrNo } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { wholeBatches } from '../shared/whole-batches.js';

export interface RandomSubsetsOptions {
  /** Share of the samples that a round trains. */
  readonly share?: number;
  /** Whether a round may draw what earlier ones drew; if not, all samples are trained before any is again. */
  readonly replacement?: boolean;
}

/**
 * Every round trains a new random subset of the samples, no sample twice: RS2, repeated sampling of random
 * subsets (Okanovic et al. 2024, section 3), with or without replacement between rounds.
 */
export const randomSubsets = ({
  share = 0.1,
  replacement = true,
}: RandomSubsetsOptions = {}): SelectorFactory => {
  checkOptions('randomSubsets', { share: positiveShare, replacement: yesOrNo }, { share, replacement });
  return (samples) => {
    const { size, batchSize, rng } = samples;
    const order = allSamples(size);
    const roundLength = wholeBatches(share * size, samples);
    const state = { order, position: size, roundEnd: size };
    return {
      name: 'random-subsets',
      state,
      select() {
        if (state.position >= state.roundEnd) {
          if (replacement || state.roundEnd >= size) {
            rng.shuffle(order);
            state.position = 0;
          }
          state.roundEnd = Math.min(size, state.position + roundLength);
        }
        const indices = order.slice(state.position, Math.min(state.position + batchSize, state.roundEnd));
        state.position += indices.length;
        return { indices };
      },
    };
  };
};
