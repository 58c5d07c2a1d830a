import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';

/** Puts the samples of a round, given from the hardest to the easiest, in the order of its batches. */
export type Arrange = (round: Uint32Array, batches: number, rng: Rng) => void;

/** Where a batch starts when a number of samples is cut into batches whose sizes differ by one at most. */
export function batchStart(batch: number, batches: number, samples: number): number {
  const size = Math.floor(samples / batches);
  return batch * size + Math.min(batch, samples - batches * size);
}

/**
 * Batches of similar length for sequences, since a batch costs as much as its longest. For all other samples batches
 * that are alike, since a batch that is like the whole round has a gradient like that of the whole.
 */
export function arrangementFor({ size, labels, classes, lengths, batchSize }: SampleInfo): Arrange {
  if (lengths) return ofSimilarLength(lengths);
  if (labels.length !== size) return alike(new Uint8Array(size), 1);
  if (classes !== undefined) return alike(labels, classes);
  const strata = Math.min(batchSize, size, 2 ** 16);
  return alike(quantiles(labels, strata), strata);
}

/**
 * Sorts the round by stratum, and in it by difficulty, cuts it into blocks with one sample for every batch, and deals
 * each block out at random (stratified sampling).
 */
function alike(stratumOf: ArrayLike<number>, strata: number): Arrange {
  return (round, batches, rng) => {
    const sorted = sortBy(stratumOf, strata, round);
    for (let block = 0; block * batches < sorted.length; block++) {
      const dealt = rng.shuffle(sorted.subarray(block * batches, (block + 1) * batches));
      for (let batch = 0; batch < dealt.length; batch++)
        round[batchStart(batch, batches, round.length) + block] = dealt[batch]!;
    }
  };
}

/** Sorts the round by length, samples of the same length at random, cuts it into batches, and shuffles these. */
function ofSimilarLength(lengths: Uint16Array): Arrange {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return (round, batches, rng) => {
    const sorted = sortBy(lengths, longest + 1, rng.shuffle(round));
    let end = 0;
    for (const batch of rng.shuffle(allSamples(batches))) {
      const [start, next] = [batch, batch + 1].map((of) => batchStart(of, batches, round.length));
      round.set(sorted.subarray(start, next), end);
      end += next! - start!;
    }
  };
}

/** A stable counting sort. @param keyOf Keys below `keys`, by sample. */
function sortBy(keyOf: ArrayLike<number>, keys: number, samples: Uint32Array): Uint32Array {
  const ends = new Uint32Array(keys);
  for (const sample of samples) ends[keyOf[sample]!]!++;
  for (let key = 1; key < keys; key++) ends[key]! += ends[key - 1]!;
  const sorted = new Uint32Array(samples.length);
  for (let i = samples.length - 1; i >= 0; i--) sorted[--ends[keyOf[samples[i]!]!]!] = samples[i]!;
  return sorted;
}

/** For each value, which of so many parts of equal size it falls in, by rank. */
function quantiles(values: ArrayLike<number>, parts: number): Uint16Array {
  const byValue = allSamples(values.length).sort((a, b) => values[a]! - values[b]!);
  const part = new Uint16Array(values.length);
  byValue.forEach((sample, rank) => (part[sample] = Math.floor((rank * parts) / values.length)));
  return part;
}
