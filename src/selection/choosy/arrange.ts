import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { bitsOf } from '../shared/float-order.js';
import { KeySort } from '../shared/key-sort.js';
import { allSamples } from '../shared/samples.js';

/** In what batches a round goes through its samples. */
export interface Arrangement {
  /** Puts the samples of a round in the order of its batches, which are cut as {@link batchStart} says. */
  arrange(round: Uint32Array, batches: number): void;
}

/** Batches at random. */
export class RandomBatches implements Arrangement {
  constructor(private readonly rng: Rng) {}

  arrange(round: Uint32Array): void {
    this.rng.shuffle(round);
  }
}

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
export function arrangementFor(samples: SampleInfo, norms: Float32Array): Arrangement {
  const alike = new AlikeBatches(samples, norms);
  return samples.lengths ? new SimilarLengths(samples.lengths, alike, samples.rng) : alike;
}

/** Difficulties that are told apart: norms by their exponent and the first seven bits of their mantissa. */
const DIFFICULTIES = 2 ** 15;

/**
 * Sorts the round, cuts it into blocks with one sample for every batch, and deals each block out at random (stratified
 * sampling).
 *
 * Samples are sorted by class, and in it by difficulty; by difficulty alone if they have several labels. In regression it
 * is by which part of the targets they are of: there are as many parts as samples in a batch, so a block has no room
 * for difficulties.
 */
class AlikeBatches implements Arrangement {
  readonly #rng: Rng;
  /** Of each sample, what difficulties are added to. */
  readonly #strata: Uint32Array;
  readonly #difficulties: Int32Array;
  /** Of the samples of a round, what they are sorted by. */
  readonly #keys: Uint32Array;
  readonly #byKey = new KeySort();
  /** Bits of a difficulty that count. */
  readonly #mask: number;

  constructor({ size, labels, classes, batchSize, rng }: SampleInfo, norms: Float32Array) {
    const isRegression = labels.length === size && classes === undefined;
    this.#rng = rng;
    this.#strata = isRegression ? quantiles(labels, Math.min(batchSize, size)) : new Uint32Array(size);
    if (labels.length === size && !isRegression) {
      for (let i = 0; i < size; i++) this.#strata[i] = labels[i]! * DIFFICULTIES;
    }
    this.#mask = isRegression ? 0 : DIFFICULTIES - 1;
    this.#difficulties = bitsOf(norms);
    this.#keys = new Uint32Array(size);
  }

  arrange(round: Uint32Array, batches: number): void {
    if (batches > 1) this.#deal(this.#sorted(round), { to: round, batches });
  }

  #sorted(round: Uint32Array): Uint32Array {
    const [strata, difficulties] = [this.#strata, this.#difficulties];
    const keys = this.#keys.subarray(0, round.length);
    const mask = this.#mask;
    for (let i = 0; i < keys.length; i++) {
      const sample = round[i]!;
      keys[i] = strata[sample]! + ((difficulties[sample]! >>> 16) & mask);
    }
    return this.#byKey.sort(round, keys);
  }

  #deal(sorted: Uint32Array, { to, batches }: { readonly to: Uint32Array; readonly batches: number }): void {
    const { length } = sorted;
    const rng = this.#rng;
    const size = Math.floor(length / batches);
    const longer = length - batches * size;
    for (let start = 0, block = 0; start < length; start += batches, block++) {
      // The block is shuffled as Rng.shuffle does, without an array for each: there are many blocks of a few samples.
      for (let left = Math.min(batches, length - start); left > 0; left--) {
        const drawn = start + (left > 1 ? rng.integer(left) : 0);
        const batch = left - 1;
        to[batch * size + Math.min(batch, longer) + block] = sorted[drawn]!;
        sorted[drawn] = sorted[start + batch]!;
      }
    }
  }
}

/** Batches that get samples of the same range of lengths: many to be alike, few to be short; at most a quarter of all. */
const ALIKE = 16;

/**
 * Sorts the round by length, samples of the same length at random, cuts it into ranges, and arranges each. The batches
 * come in random order.
 */
class SimilarLengths implements Arrangement {
  readonly #byLength = new KeySort();

  constructor(
    private readonly lengths: Uint16Array,
    private readonly alike: AlikeBatches,
    private readonly rng: Rng,
  ) {}

  arrange(round: Uint32Array, batches: number): void {
    const { rng, lengths } = this;
    rng.shuffle(round);
    const sorted = this.#byLength.sort(
      round,
      round.map((sample) => lengths[sample]!),
    );
    const places = rng.shuffle(allSamples(batches));
    const most = Math.min(ALIKE, Math.ceil(batches / 4));
    const startOf = (batch: number) => batchStart(batch, batches, round.length);
    let taken = 0;
    for (let first = 0; first < batches; first += most) {
      // In order, so that those that are larger by one come first, as in what is arranged.
      const ofRange = places.slice(first, first + most).sort();
      const size = ofRange.reduce((sum, batch) => sum + startOf(batch + 1) - startOf(batch), 0);
      const range = sorted.subarray(taken, taken + size);
      this.alike.arrange(range, ofRange.length);
      ofRange.forEach((batch, i) => {
        const start = batchStart(i, ofRange.length, size);
        round.set(range.subarray(start, batchStart(i + 1, ofRange.length, size)), startOf(batch));
      });
      taken += size;
    }
  }
}

/** For each value, which of so many parts of equal size it falls in, by rank. */
function quantiles(values: ArrayLike<number>, parts: number): Uint32Array {
  const byValue = allSamples(values.length).sort((a, b) => values[a]! - values[b]!);
  const part = new Uint32Array(values.length);
  byValue.forEach((sample, rank) => (part[sample] = Math.floor((rank * parts) / values.length)));
  return part;
}
