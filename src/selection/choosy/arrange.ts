import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { orderByLoss } from '../shared/order-by-loss.js';
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
  if (labels.length !== size) return alike(new Uint8Array(size), 1);
  if (classes !== undefined) return alike(labels, classes);
  const strata = Math.min(batchSize, size, 2 ** 16);
  // Parts of so few samples that sorting them, too, would cost more than it gives.
  return alike(quantiles(labels, strata), strata, (round) => round);
}

/**
 * Sorts the round by stratum, and in it as `sort` does, cuts it into blocks with one sample for every batch, and deals
 * each block out at random (stratified sampling).
 */
function alike(stratumOf: ArrayLike<number>, strata: number, sort = hardestFirst): Arrange {
  return (round, { batches, norms, rng }) => {
    if (batches === 1) return;
    const { length } = round;
    const sorted = sortBy(stratumOf, strata, sort(round, norms));
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

/** Those with the highest norms first. */
function hardestFirst(samples: Uint32Array, norms: Float32Array): Uint32Array {
  const { length } = samples;
  const ofSamples = new Float32Array(length);
  for (let i = 0; i < length; i++) ofSamples[i] = norms[samples[i]!]!;
  const order = new Uint32Array(length);
  orderByLoss(ofSamples, order);
  for (let i = 0; i < length; i++) order[i] = samples[order[i]!]!;
  return order;
}

/** Sorts the round by length, samples of the same length at random, cuts it into batches, and shuffles these. */
function ofSimilarLength(lengths: Uint16Array): Arrange {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return (round, { batches, rng }) => {
    const sorted = sortBy(lengths, longest + 1, rng.shuffle(round));
    let taken = 0;
    for (const batch of rng.shuffle(allSamples(batches))) {
      const start = batchStart(batch, batches, round.length);
      const size = batchStart(batch + 1, batches, round.length) - start;
      round.set(sorted.subarray(taken, taken + size), start);
      taken += size;
    }
  };
}

/** A stable counting sort. @param keyOf Keys below `keys`, by sample. */
function sortBy(keyOf: ArrayLike<number>, keys: number, samples: Uint32Array): Uint32Array {
  const ends = new Uint32Array(keys);
  for (let i = 0; i < samples.length; i++) ends[keyOf[samples[i]!]!]!++;
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
