import { bitsOf, orderOf } from './float-order.js';
import { allSamples } from './samples.js';

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
/** Those that cover 32 bits. */
const SHIFTS = [0, DIGIT_BITS, 2 * DIGIT_BITS];

/**
 * Puts samples in the order of their losses, the highest first, those of NaN before all others, equal ones by index.
 * O(N): a radix sort, which is many times faster than sorting with a function that compares.
 *
 * @param order Receives the samples.
 */
export function orderByLoss(losses: Float32Array, order: Uint32Array): void {
  const bits = bitsOf(losses);
  const { length } = losses;
  // Least significant digit first, to and fro between two arrays.
  let from = allSamples(length);
  let to = order;
  const starts = new Uint32Array(DIGITS);
  for (const shift of SHIFTS) {
    starts.fill(0);
    for (let i = 0; i < length; i++) starts[digitOf(bits[i]!, shift)]!++;
    let start = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = starts[digit]!;
      starts[digit] = start;
      start += count;
    }
    for (let i = 0; i < length; i++) {
      const sample = from[i]!;
      to[starts[digitOf(bits[sample]!, shift)]!++] = sample;
    }
    [from, to] = [to, from];
  }
}

/** Low for high losses. NaN, whose place is the lowest of all, becomes the highest by wrapping around. */
const digitOf = (bits: number, shift: number): number => ((-orderOf(bits) >>> 0) >>> shift) & (DIGITS - 1);
