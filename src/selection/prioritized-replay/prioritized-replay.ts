import { checkOptions, positiveNumber, share } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { progressOf } from '../shared/progress.js';
import { allSamples } from '../shared/samples.js';
import { SumTree } from '../shared/sum-tree.js';

export interface PrioritizedReplayOptions {
  /** α: how much priorities count, from 0 (not at all) to 1. */
  readonly alpha?: number;
  /** β at the beginning: how much of the bias is corrected, from 0 (nothing) to 1 (all); it rises to 1. */
  readonly beta?: number;
  /** Epochs until β is 1; absent means those of the run, or 20 if it has no limit. */
  readonly epochs?: number;
}

/** Keeps a sample of no loss from never being drawn again. */
const EPSILON = 1e-6;

/**
 * Draws samples in proportion to a power of their last seen loss, and weights them against the bias of that more and
 * more: prioritized experience replay, proportional variant, for a data set (Schaul et al. 2016).
 *
 * Samples whose loss was not seen yet have the highest priority of all so far.
 */
export const prioritizedReplay = ({
  alpha = 0.6,
  beta = 0.4,
  epochs,
}: PrioritizedReplayOptions = {}): SelectorFactory => {
  const rules = { alpha: share, beta: share, epochs: positiveNumber.optional() };
  checkOptions('prioritizedReplay', rules, { alpha, beta, epochs });
  return ({ size, batchSize, epochs: runEpochs = 20, rng }) => {
    const annealed = epochs ?? runEpochs;
    const seen = new SumTree(size);
    // Beside the tree, since what they weigh changes for all of them at once.
    const unseen = allSamples(size);
    const state = { weights: seen.weights, sums: seen.sums, unseen, unseenCount: size, highest: 1 };

    /** Puts drawn samples, given by ascending places, into the tree, with the weight they were drawn with. */
    const moveToTree = (places: readonly number[]) => {
      for (let i = places.length - 1; i >= 0; i--) {
        const place = places[i]!;
        if (place === places[i + 1]) continue;
        seen.set(unseen[place]!, state.highest);
        unseen[place] = unseen[--state.unseenCount]!;
      }
    };

    return {
      name: 'prioritized-replay',
      state,
      select({ epoch }) {
        const { unseenCount, highest } = state;
        const seenTotal = seen.total;
        const stride = (seenTotal + unseenCount * highest) / batchSize;
        const indices = new Uint32Array(batchSize);
        const weights = new Float32Array(batchSize);
        const places: number[] = [];
        for (let i = 0; i < batchSize; i++) {
          // One from each of as many equal parts of the total.
          const point = (i + rng.uniform()) * stride;
          if (unseenCount === 0 || point < seenTotal) {
            indices[i] = seen.find(point);
            weights[i] = seen.weights[indices[i]!]!;
          } else {
            const place = Math.min(Math.floor((point - seenTotal) / highest), unseenCount - 1);
            places.push(place);
            indices[i] = unseen[place]!;
            weights[i] = highest;
          }
        }
        moveToTree(places);
        const exponent = beta + (1 - beta) * progressOf(epoch, annealed);
        const lowest = weights.reduce((least, weight) => Math.min(least, weight));
        // (N P(i))^−β over the largest of the batch, which is that of the least probable sample.
        for (let i = 0; i < batchSize; i++) weights[i] = (lowest / weights[i]!) ** exponent;
        return { indices, weights, divisor: batchSize };
      },
      observe({ indices, signals }) {
        for (let i = 0; i < indices.length; i++) {
          const loss = signals.loss[i]!;
          if (!Number.isFinite(loss)) continue;
          const weight = (Math.max(0, loss) + EPSILON) ** alpha;
          seen.set(indices[i]!, weight);
          state.highest = Math.max(state.highest, weight);
        }
      },
    };
  };
};
