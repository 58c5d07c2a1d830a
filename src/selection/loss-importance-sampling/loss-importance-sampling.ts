import { atMostOne, checkOptions, positiveInteger } from '../../core/check.js';
import { sum } from '../../core/sum.js';
import type { SelectorFactory } from '../../training/index.js';
import { drawByImportance, importancesOf } from '../shared/importance.js';
import { Round } from '../shared/round.js';

export interface LossImportanceSamplingOptions {
  /** From −∞ to 1: 1 is unbiased, and the smaller, the more the samples of high loss count. */
  readonly k?: number;
  /** Number of samples that are scored for a batch; at least two batches are. */
  readonly presample?: number;
}

/**
 * Batches drawn from a scored pool in proportion to the losses, with weights that correct this only in part, so that
 * the batches stand for a soft maximum of the losses instead of their mean (Katharopoulos and Fleuret 2017).
 */
export const lossImportanceSampling = ({
  k = 0.5,
  presample = 256,
}: LossImportanceSamplingOptions = {}): SelectorFactory => {
  checkOptions('lossImportanceSampling', { k: atMostOne, presample: positiveInteger }, { k, presample });
  return ({ size, batchSize, rng }) => {
    const pass = new Round(size);
    const poolSize = Math.max(presample, 2 * batchSize);
    return {
      name: 'loss-importance-sampling',
      state: { order: pass.samples, progress: pass.progress },
      async select({ score }) {
        const pool = pass.takeWhole(poolSize, rng);
        const importances = importancesOf((await score(pool)).loss);
        const places = drawByImportance(importances, batchSize, rng);
        return {
          indices: Uint32Array.from(places, (place) => pool[place]!),
          weights: biasedWeights(importances, places, k),
          divisor: batchSize,
        };
      },
    };
  };
};

/**
 * The weights 1/(N p)ᵏ of the samples drawn, times the one factor that gives the batch the weighted sum of
 * importances that it has at k = 1.
 */
function biasedWeights(importances: Float32Array, places: Uint32Array, k: number): Float32Array {
  const mean = sum(importances) / importances.length;
  const drawn = Float64Array.from(places, (place) => importances[place]!);
  const highest = drawn.reduce((a, b) => Math.max(a, b));
  // Over the highest, or large powers would overflow.
  const powers = drawn.map((importance) => (highest / importance) ** k);
  const weightedSum = powers.reduce((total, power, i) => total + power * drawn[i]!, 0);
  return Float32Array.from(powers, (power) => (power * mean * drawn.length) / weightedSum);
}
