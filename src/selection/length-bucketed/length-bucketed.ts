import { checkOptions, positiveInteger } from '../../core/check.js';
import type { SampleInfo, SelectorFactory } from '../../training/index.js';
import { type Group, placesBy, regroup, type RegroupOptions } from '../shared/regroup.js';
import { allSamples } from '../shared/samples.js';

/**
 * Batches of samples of similar length, which cost less, since a batch costs as much as its longest sample: draws a
 * pool of batches from another selector, sorts it by length, cuts it into batches and shuffles these.
 *
 * Where samples are not padded sequences, the batches are those of the other selector.
 *
 * @param of The other selector; absent means random shuffling.
 */
export const lengthBucketed = (
  of?: SelectorFactory,
  { pool = 100 }: RegroupOptions = {},
): SelectorFactory => {
  checkOptions('lengthBucketed', { pool: positiveInteger }, { pool });
  return regroup('length-bucketed', of, pool, cutByLength);
};

function cutByLength({ lengths, batchSize, rng }: SampleInfo): Group | undefined {
  if (!lengths) return undefined;
  return (pool) => {
    const byLength = placesBy((sample) => lengths[sample]!, pool);
    const batches = Math.ceil(pool.length / batchSize);
    // Samples of a short batch count more, so it must not always be that of the longest.
    const short = rng.integer(batches);
    const missing = batches * batchSize - pool.length;
    const places = new Uint32Array(pool.length);
    const ends: number[] = [];
    let end = 0;
    for (const batch of rng.shuffle(allSamples(batches))) {
      const start = batch * batchSize - (batch > short ? missing : 0);
      const samples = byLength.subarray(start, start + batchSize - (batch === short ? missing : 0));
      places.set(samples, end);
      end += samples.length;
      ends.push(end);
    }
    return { places, ends };
  };
}
