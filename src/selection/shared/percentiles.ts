import { bitsOf, orderOf } from './float-order.js';

/** Bits of a value that name its bin: sign, exponent, and 6 bits of the fraction. */
const BIN_BITS = 15;
const BINS = 2 ** BIN_BITS;

/**
 * How losses are distributed, for percentiles in O(log bins) whatever the number of losses: a histogram whose bins
 * are 1/128 to 1/64 of their value wide, over the whole range of float32. It takes 128 KiB.
 */
export class Percentiles {
  /** For `state`. A Fenwick tree (1994): entry i has the sum of the last (i & −i) bins up to bin i, from 1. */
  readonly counts = new Uint32Array(BINS + 1);
  readonly #value = new Float32Array(1);
  readonly #bits = bitsOf(this.#value);

  /** Number of losses in it. */
  get count(): number {
    return this.counts[BINS]!;
  }

  /** Counts a loss, unless it is NaN. */
  add(loss: number): void {
    this.#change(loss, 1);
  }

  /** Counts a loss no longer, which was added before. */
  remove(loss: number): void {
    this.#change(loss, -1);
  }

  /** Share of the losses below this one, those of its own bin counted by half; 1/2 if there are none. */
  of(loss: number): number {
    const bin = this.#binOf(loss);
    const { count } = this;
    return count === 0 ? 0.5 : (this.#upTo(bin - 1) + this.#upTo(bin)) / (2 * count);
  }

  #change(loss: number, by: number): void {
    if (Number.isNaN(loss)) return;
    for (let i = this.#binOf(loss); i <= BINS; i += i & -i) this.counts[i]! += by;
  }

  #upTo(bin: number): number {
    let sum = 0;
    for (let i = bin; i > 0; i -= i & -i) sum += this.counts[i]!;
    return sum;
  }

  /** From 1. */
  #binOf(loss: number): number {
    this.#value[0] = loss;
    return 1 + BINS / 2 + (orderOf(this.#bits[0]!) >> (32 - BIN_BITS));
  }
}
