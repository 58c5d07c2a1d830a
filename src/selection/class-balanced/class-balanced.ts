import { checkOptions, positiveInteger } from '../../core/check.js';
import type { SampleInfo, SelectorFactory } from '../../training/index.js';
import { type Group, placesBy, regroup, type RegroupOptions } from '../shared/regroup.js';

/**
 * Stratified batches: draws a pool of batches from another selector, and deals the samples of each class out
 * over as many batches, so that every batch has the classes in the proportions of the pool, each count within one
 * (stratified sampling with proportional allocation; Zhao and Zhang 2014).
 *
 * Without classes, as in regression, the batches are those of the other selector.
 *
 * @param of The other selector; absent means random shuffling.
 */
export const classBalanced = (of?: SelectorFactory, { pool = 20 }: RegroupOptions = {}): SelectorFactory => {
  checkOptions('classBalanced', { pool: positiveInteger }, { pool });
  return regroup('class-balanced', of, pool, dealOutClasses);
};

function dealOutClasses({ size, labels, classes, batchSize }: SampleInfo): Group | undefined {
  if (classes === undefined || labels.length !== size) return undefined;
  return (pool) => {
    const byClass = placesBy((sample) => labels[sample]!, pool);
    const batches = Math.ceil(pool.length / batchSize);
    const places = new Uint32Array(pool.length);
    const ends: number[] = [];
    let end = 0;
    for (let batch = 0; batch < batches; batch++) {
      for (let place = batch; place < pool.length; place += batches) places[end++] = byClass[place]!;
      ends.push(end);
    }
    return { places, ends };
  };
}
