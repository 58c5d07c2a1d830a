import { checkOptions, share } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { orderByLoss } from '../shared/order-by-loss.js';
import { allSamples } from '../shared/samples.js';
import { wholeBatches } from '../shared/whole-batches.js';

export interface HighestLossOptions {
  /** Share of the samples, those whose last seen loss is highest, that every round trains. */
  readonly top?: number;
  /** Share of the other samples, drawn at random, that every round trains besides. */
  readonly explore?: number;
}

const defaults = { top: 0.3, explore: 0.1 };

/**
 * After one round through all samples in random order, every round trains the samples whose last seen loss is
 * highest and some of the others, shuffled together, in whole batches.
 *
 * The losses are those that training gives anyway, so nothing is scored. Samples of the others are needed to
 * notice what has been forgotten: a loss is as old as the sample's last visit.
 */
export const highestLoss = (options: HighestLossOptions = {}): SelectorFactory => {
  const { top, explore } = { ...defaults, ...options };
  checkOptions('highestLoss', { top: share, explore: share }, { top, explore });
  return (samples) => {
    const { size, batchSize, rng } = samples;
    const lastLoss = new Float32Array(size);
    const round = allSamples(size);
    const state = { lastLoss, round, roundLength: size, position: 0, started: false };
    const topCount = Math.max(1, Math.round(top * size));

    const startRound = () => {
      state.position = 0;
      if (!state.started) {
        state.started = true;
        rng.shuffle(round);
        return;
      }
      orderByLoss(lastLoss, round);
      rng.shuffle(round.subarray(topCount));
      state.roundLength = wholeBatches(topCount + explore * (size - topCount), samples);
      rng.shuffle(round.subarray(0, state.roundLength));
    };

    return {
      name: 'highest-loss',
      state,
      select() {
        if (!state.started || state.position >= state.roundLength) startRound();
        const end = Math.min(state.position + batchSize, state.roundLength);
        const indices = round.slice(state.position, end);
        state.position = end;
        return { indices };
      },
      observe({ indices, signals }) {
        // A loss that is no number tells nothing, so its sample takes its turn among the others.
        for (let i = 0; i < indices.length; i++) lastLoss[indices[i]!] = signals.loss[i]! || 0;
      },
    };
  };
};

/** Share of the samples that a round trains. */
export const highestLossShare = (options: HighestLossOptions): number => {
  const { top, explore } = { ...defaults, ...options };
  return top + explore * (1 - top);
};
