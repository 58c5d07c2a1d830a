import { bitsOf, orderOf } from './float-order.js';

/** Values are told apart by sign, exponent, and the first bit of the mantissa at first. */
const DIGIT_BITS = 10;
const SHIFT = 32 - DIGIT_BITS;
const DIGITS = 2 ** DIGIT_BITS;

/** One for all calls, since to make a new one takes as long as all the rest where there are few values. */
const counts = new Int32Array(DIGITS);

/**
 * The indices of the k largest values, ascending. Of equal values the lower indices are taken; NaN comes after all
 * others. O(N), but for those that are near the k-th largest, which are sorted.
 *
 * @param k From 0 to the number of values.
 */
export function topK(values: Float32Array, k: number): Uint32Array {
  const bits = bitsOf(values);
  counts.fill(0);
  for (let i = 0; i < bits.length; i++) counts[firstDigit(orderOf(bits[i]!))]!++;
  let digit = DIGITS;
  let reached = 0;
  while (reached < k) reached += counts[--digit]!;

  // The k largest, and with them all others that begin with the digit of the k-th.
  const top = new Uint32Array(reached);
  for (let i = 0, end = 0; end < reached; i++) {
    if (firstDigit(orderOf(bits[i]!)) >= digit) top[end++] = i;
  }
  if (reached === k) return top;
  const doubtful = new Int32Array(counts[digit]!);
  for (let i = 0, end = 0; end < doubtful.length; i++) {
    const order = orderOf(bits[top[i]!]!);
    if (firstDigit(order) === digit) doubtful[end++] = order;
  }
  doubtful.sort();
  const surplus = reached - k;
  const smallest = doubtful[surplus]!;
  let places = doubtful.lastIndexOf(smallest) + 1 - surplus;
  for (let i = 0, end = 0; end < k; i++) {
    const order = orderOf(bits[top[i]!]!);
    if (order > smallest || (order === smallest && places-- > 0)) top[end++] = top[i]!;
  }
  return top.subarray(0, k);
}

/** From 0. */
const firstDigit = (order: number): number => (order >> SHIFT) + DIGITS / 2;

/** As {@link topK}, but an infinite loss is as little of a loss as NaN is: both come after all others. */
export const highestLosses = (losses: Float32Array, k: number): Uint32Array =>
  topK(
    losses.map((loss) => (Number.isFinite(loss) ? loss : NaN)),
    k,
  );
