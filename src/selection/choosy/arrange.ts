import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { bitsOf } from '../shared/float-order.js';
import { allSamples } from '../shared/samples.js';

/** Puts the samples of a round in the order of its batches, which are cut as {@link batchStart} says. */
export type Arrange = (round: Uint32Array, how: ArrangeOptions) => void;

export interface ArrangeOptions {
  readonly batches: number;
  /** The last seen gradient norm of every sample: how difficult it is. */
  readonly norms: Float32Array;
  readonly rng: Rng;
}

export const atRandom: Arrange = (round, { rng }) => void rng.shuffle(round);

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
  if (labels.length !== size) return alike(new Uint8Array(size));
  if (classes !== undefined) return alike(labels);
  return alike(quantiles(labels, Math.min(batchSize, size, 2 ** 16)));
}

/** Difficulties that are told apart: norms by their exponent and the first seven bits of their mantissa. */
const DIFFICULTIES = 2 ** 15;

/**
 * Sorts the round by stratum, and in it by norm, cuts it into blocks with one sample for every batch, and deals
 * each block out at random (stratified sampling).
 */
function alike(stratumOf: ArrayLike<number>): Arrange {
  return (round, { batches, norms, rng }) => {
    if (batches === 1) return;
    const { length } = round;
    const bits = bitsOf(norms);
    const sorted = sortBy((sample) => stratumOf[sample]! * DIFFICULTIES + (bits[sample]! >>> 16), round);
    const size = Math.floor(length / batches);
    const longer = length - batches * size;
    for (let start = 0, block = 0; start < length; start += batches, block++) {
      // The block is shuffled as Rng.shuffle does, without an array for each: there are many blocks of a few samples.
      for (let left = Math.min(batches, length - start); left > 0; left--) {
        const drawn = start + (left > 1 ? rng.integer(left) : 0);
        const batch = left - 1;
        round[batch * size + Math.min(batch, longer) + block] = sorted[drawn]!;
        sorted[drawn] = sorted[start + batch]!;
      }
    }
  };
}

/** Sorts the round by length, samples of the same length at random, cuts it into batches, and shuffles these. */
function ofSimilarLength(lengths: Uint16Array): Arrange {
  return (round, { batches, rng }) => {
    const sorted = sortBy((sample) => lengths[sample]!, rng.shuffle(round));
    let taken = 0;
    for (const batch of rng.shuffle(allSamples(batches))) {
      const start = batchStart(batch, batches, round.length);
      const size = batchStart(batch + 1, batches, round.length) - start;
      round.set(sorted.subarray(taken, taken + size), start);
      taken += size;
    }
  };
}

/** The samples in the order of their keys, those of equal keys as they were. */
function sortBy(keyOf: (sample: number) => number, samples: Uint32Array): Uint32Array {
  const { length } = samples;
  const keys = new Float64Array(length);
  for (let i = 0; i < length; i++) keys[i] = keyOf(samples[i]!) * length + i;
  // Numbers, without a function that compares: native, and fast.
  keys.sort();
  const sorted = new Uint32Array(length);
  for (let i = 0; i < length; i++) sorted[i] = samples[keys[i]! % length]!;
  return sorted;
}

/** For each value, which of so many parts of equal size it falls in, by rank. */
function quantiles(values: ArrayLike<number>, parts: number): Uint16Array {
  const byValue = allSamples(values.length).sort((a, b) => values[a]! - values[b]!);
  const part = new Uint16Array(values.length);
  byValue.forEach((sample, rank) => (part[sample] = Math.floor((rank * parts) / values.length)));
  return part;
}
