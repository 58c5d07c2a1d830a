import { checkOptions, fraction } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { CappedWeights } from './capped-weights.js';
import { depRound } from './dep-round.js';

export interface AdamCbOptions {
  /** γ: share of the draws that is uniform. */
  readonly exploration?: number;
}

/**
 * Draws batches of distinct samples by a combinatorial bandit, whose arms of small gradients lose weight, and weights
 * losses so that the gradient of a batch has the full gradient as its expectation: the selection of AdamCB (Kim and Oh
 * 2025). The optimizer is whichever the run has.
 */
export const adamCb = ({ exploration = 0.4 }: AdamCbOptions = {}): SelectorFactory => {
  checkOptions('adamCb', { exploration: fraction }, { exploration });
  return ({ size, batchSize, rng }) => {
    if (batchSize >= size) return { name: 'adam-cb', select: () => ({ indices: allSamples(size) }) };
    const arms = new CappedWeights(size, batchSize, exploration);
    const { weights, tree, large, others } = arms;
    const state = { weights, masses: tree.weights, sums: tree.sums, large, others, highestNorm: 0 };
    const uniform = batchSize / size;
    return {
      name: 'adam-cb',
      state,
      select() {
        arms.settle();
        const indices = depRound(tree, batchSize, rng);
        return {
          indices,
          weights: Float32Array.from(indices, (sample) => uniform / arms.chanceOf(sample)),
          divisor: batchSize,
        };
      },
      observe({ indices, signals: { gradientNorm } }) {
        // Before any weight changes, as all do by the chances that the batch was drawn with.
        const chances = Float64Array.from(indices, (sample) => arms.chanceOf(sample));
        for (const norm of gradientNorm)
          if (norm < Infinity) state.highestNorm = Math.max(state.highestNorm, norm);
        for (let i = 0; i < indices.length; i++) {
          const norm = gradientNorm[i]!;
          if (!Number.isFinite(norm) || arms.isCapped(indices[i]!)) continue;
          // Least possible chance over the chance, and the bandit's loss, from 0 to 1.
          const rarity = Math.min(1, (exploration * uniform) / chances[i]!);
          const relativeNorm = state.highestNorm > 0 ? Math.max(0, norm) / state.highestNorm : 0;
          arms.multiply(indices[i]!, Math.exp(-rarity * (1 - (relativeNorm * rarity) ** 2)));
        }
      },
    };
  };
};
