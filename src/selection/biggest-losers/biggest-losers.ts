import { checkOptions, positiveInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { RandomPasses } from '../shared/random-passes.js';
import { highestLosses } from '../shared/top-k.js';

export interface BiggestLosersOptions {
  /** How many batches a pool is, of which one is trained. */
  readonly pool?: number;
}

/**
 * Scores a pool of several batches by a forward pass, and trains those of its samples whose loss is highest: online
 * hard example mining (OHEM, Shrivastava, Gupta and Girshick 2016), with samples in place of regions of an image.
 */
export const biggestLosers = ({ pool = 4 }: BiggestLosersOptions = {}): SelectorFactory => {
  checkOptions('biggestLosers', { pool: positiveInteger }, { pool });
  return ({ size, batchSize, rng }) => {
    const passes = new RandomPasses(size, rng);
    return {
      name: 'biggest-losers',
      state: { order: passes.order, position: passes.position },
      async select({ score }) {
        const candidates = passes.take(pool * batchSize);
        const { loss } = await score(candidates);
        const places = highestLosses(loss, Math.ceil(candidates.length / pool));
        return { indices: places.map((place) => candidates[place]!) };
      },
    };
  };
};
