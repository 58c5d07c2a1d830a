import { bitsOf, orderOf } from './float-order.js';

/**
 * The indices of the k largest values, ascending. Of equal values the lower indices are taken; NaN comes after all
 * others. O(N) in the worst case, too (a radix select: the k-th largest is found digit by digit).
 *
 * @param k From 0 to the number of values.
 */
export function topK(values: Float32Array, k: number): Uint32Array {
  const indices = new Uint32Array(values.length);
  topFirst(values, k, indices);
  return indices.slice(0, k);
}

/** Writes the indices of the k largest values as {@link topK} gives them, and after them all others, ascending. */
export function topFirst(values: Float32Array, k: number, indices: Uint32Array): void {
  const bits = bitsOf(values);
  const orders = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) orders[i] = orderOf(bits[i]!);
  const { bound, atBound } = k > 0 ? boundOfLargest(orders, k) : { bound: 2 ** 32, atBound: 0 };
  let top = 0;
  let other = k;
  let equal = 0;
  for (let i = 0; i < orders.length; i++) {
    const order = orders[i]!;
    if (order > bound || (order === bound && equal++ < atBound)) indices[top++] = i;
    else indices[other++] = i;
  }
}

/** As {@link topK}, but an infinite loss is as little of a loss as NaN is: both come after all others. */
export const highestLosses = (losses: Float32Array, k: number): Uint32Array =>
  topK(
    losses.map((loss) => (Number.isFinite(loss) ? loss : NaN)),
    k,
  );

/** An integer that the k largest of integers are above, but for some of those equal to it; how many of these. */
function boundOfLargest(orders: Uint32Array, k: number): { bound: number; atBound: number } {
  const histogram = new Uint32Array(256);
  let bound = 0;
  let count = k;
  // Those whose digits so far are those of the k-th largest.
  let candidates = orders;
  for (let shift = 24; shift >= 0; shift -= 8) {
    histogram.fill(0);
    for (let i = 0; i < candidates.length; i++) histogram[(candidates[i]! >>> shift) & 255]!++;
    let digit = 255;
    while (histogram[digit]! < count) count -= histogram[digit--]!;
    bound = bound * 256 + digit;
    // All of them are among the k largest, and with them all integers that begin with these digits.
    if (histogram[digit] === count) return { bound: bound * 2 ** shift - 1, atBound: 0 };
    const next = new Uint32Array(histogram[digit]!);
    for (let i = 0, end = 0; end < next.length; i++) {
      if (((candidates[i]! >>> shift) & 255) === digit) next[end++] = candidates[i]!;
    }
    candidates = next;
  }
  return { bound, atBound: count };
}
