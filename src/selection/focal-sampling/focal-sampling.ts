import { checkOptions, nonNegativeNumber, positiveShare } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { drawDistinct } from '../shared/draw-distinct.js';
import { SumTree } from '../shared/sum-tree.js';

export interface FocalSamplingOptions {
  /** Exponent of 1 - p: 0 draws all samples alike, a larger one prefers hard samples more. */
  readonly gamma?: number;
  /** The least weight of a sample, where one that was never seen has 1, so that learned ones come back. */
  readonly floor?: number;
}

/**
 * Draws the samples of a batch, no two the same, in proportion to (1 - p)^gamma, where p = exp(-loss) is the
 * probability that the model last gave to the label: the factor of the focal loss (Lin et al. 2017) as a
 * chance instead of a weight.
 */
export const focalSampling = ({ gamma = 2, floor = 0.01 }: FocalSamplingOptions = {}): SelectorFactory => {
  checkOptions('focalSampling', { gamma: nonNegativeNumber, floor: positiveShare }, { gamma, floor });
  return ({ size, batchSize, rng }) => {
    const tree = new SumTree(size);
    // A smaller one could become 0 as a float32, and its sample would never come back.
    const least = Math.max(floor, SMALLEST_FLOAT32);
    tree.weights.fill(1);
    tree.rebuild();
    return {
      name: 'focal-sampling',
      state: { weights: tree.weights, sums: tree.sums },
      select: () => ({ indices: drawDistinct(tree, Math.min(batchSize, size), rng) }),
      observe({ indices, signals: { loss } }) {
        for (let i = 0; i < indices.length; i++) {
          // NaN tells nothing; an infinite loss is a probability of 0.
          if (!Number.isNaN(loss[i])) tree.set(indices[i]!, Math.max(least, focalWeight(loss[i]!, gamma)));
        }
      },
    };
  };
};

/** The smallest that is not denormal. */
const SMALLEST_FLOAT32 = 2 ** -126;

/** (1 - p)^gamma; a loss below 0, which only regression has, counts as 0. */
const focalWeight = (loss: number, gamma: number): number => (-Math.expm1(-Math.max(0, loss))) ** gamma;
