import { checkOptions, positiveInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { Round } from '../shared/round.js';
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
    const pass = new Round(size);
    return {
      name: 'biggest-losers',
      state: { order: pass.samples, progress: pass.progress },
      async select({ score }) {
        const candidates = pass.takeWhole(pool * batchSize, rng);
        const { loss } = await score(candidates);
        const places = highestLosses(loss, Math.min(batchSize, candidates.length));
        return { indices: places.map((place) => candidates[place]!) };
      },
    };
  };
};
