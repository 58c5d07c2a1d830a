import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { bitsOf } from '../shared/float-order.js';
import { KeySort } from '../shared/key-sort.js';
import { allSamples } from '../shared/samples.js';

/** Puts the samples of a round in the order of its batches, which are cut as {@link batchStart} says. */
export type Arrange = (round: Uint32Array, how: ArrangeOptions) => void;

export interface ArrangeOptions {
  readonly batches: number;
  readonly rng: Rng;
}

export const atRandom: Arrange = (round, { rng }) => void rng.shuffle(round);

/** Where a batch starts when a number of samples is cut into batches whose sizes differ by one at most. */
export function batchStart(batch: number, batches: number, samples: number): number {
  const size = Math.floor(samples / batches);
  return batch * size + Math.min(batch, samples - batches * size);
}

/**
 * Batches that are alike, since a batch that is like the whole round has a gradient like that of the whole. Where
 * samples are sequences, only those of similar length are alike, since a batch costs as much as its longest.
 *
 * @param norms The last seen gradient norm of every sample, as it will stand at each arrangement: how difficult it is.
 */
export function arrangementFor(samples: SampleInfo, norms: Float32Array): Arrange {
  const arrange = alike(keysFor(samples, norms));
  return samples.lengths ? byLength(samples.lengths, arrange) : arrange;
}

/** Difficulties that are told apart: norms by their exponent and the first seven bits of their mantissa. */
const DIFFICULTIES = 2 ** 15;

/**
 * What samples are sorted by: class, and in it difficulty; difficulty alone if a sample has several labels. In regression,
 * which part of the targets a sample is of: there are as many parts as samples in a batch, so a block has no room for
 * difficulties.
 */
function keysFor({ size, labels, classes, batchSize }: SampleInfo, norms: Float32Array) {
  if (labels.length === size && classes === undefined) {
    const parts = quantiles(labels, Math.min(batchSize, size, 2 ** 16));
    return (sample: number) => parts[sample]!;
  }
  const bits = bitsOf(norms);
  const classOf = labels.length === size ? labels : new Uint8Array(size);
  return (sample: number) => classOf[sample]! * DIFFICULTIES + (bits[sample]! >>> 16);
}

/**
 * Sorts the round by key, cuts it into blocks with one sample for every batch, and deals each block out at random
 * (stratified sampling).
 */
function alike(keyOf: (sample: number) => number): Arrange {
  const byKey = new KeySort();
  return (round, { batches, rng }) => {
    if (batches === 1) return;
    const { length } = round;
    const sorted = byKey.sort(round, keyOf);
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

/** Batches that get samples of the same range of lengths: many to be alike, few to be short; at most a quarter of all. */
const ALIKE = 16;

/**
 * Sorts the round by length, samples of the same length at random, cuts it into ranges, and arranges each. The batches
 * come in random order.
 */
function byLength(lengths: Uint16Array, arrange: Arrange): Arrange {
  const byLengths = new KeySort();
  return (round, { batches, rng }) => {
    const sorted = byLengths.sort(rng.shuffle(round), (sample) => lengths[sample]!);
    const places = rng.shuffle(allSamples(batches));
    const most = Math.min(ALIKE, Math.ceil(batches / 4));
    const startOf = (batch: number) => batchStart(batch, batches, round.length);
    let taken = 0;
    for (let first = 0; first < batches; first += most) {
      // In order, so that those that are larger by one come first, as in what is arranged.
      const ofRange = places.slice(first, first + most).sort();
      const size = ofRange.reduce((sum, batch) => sum + startOf(batch + 1) - startOf(batch), 0);
      const range = sorted.subarray(taken, taken + size);
      arrange(range, { batches: ofRange.length, rng });
      ofRange.forEach((batch, i) => {
        const start = batchStart(i, ofRange.length, size);
        round.set(range.subarray(start, batchStart(i + 1, ofRange.length, size)), startOf(batch));
      });
      taken += size;
    }
  };
}

/** For each value, which of so many parts of equal size it falls in, by rank. */
function quantiles(values: ArrayLike<number>, parts: number): Uint16Array {
  const byValue = allSamples(values.length).sort((a, b) => values[a]! - values[b]!);
  const part = new Uint16Array(values.length);
  byValue.forEach((sample, rank) => (part[sample] = Math.floor((rank * parts) / values.length)));
  return part;
}
