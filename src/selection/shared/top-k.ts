import { bitsOf, orderOf } from './float-order.js';

/**
 * The indices of the k largest values, ascending. Of equal values the lower indices are taken; NaN comes after all
 * others. O(N) in the worst case, too (a radix select: the k-th largest is found digit by digit).
 *
 * @param k From 0 to the number of values.
 */
export function topK(values: Float32Array, k: number): Uint32Array {
  const bits = bitsOf(values);
  const indices = new Uint32Array(k);
  if (k === 0) return indices;
  const { order: smallest, count: places } = kthLargest(bits, k);
  let taken = 0;
  let equal = 0;
  for (let i = 0; taken < k; i++) {
    const order = orderOf(bits[i]!);
    if (order > smallest || (order === smallest && equal++ < places)) indices[taken++] = i;
  }
  return indices;
}

/** As {@link topK}, but an infinite loss is as little of a loss as NaN is: both come after all others. */
export const highestLosses = (losses: Float32Array, k: number): Uint32Array =>
  topK(
    losses.map((loss) => (Number.isFinite(loss) ? loss : NaN)),
    k,
  );

/** Place in the order of the k-th largest value, and how many values equal to it are among the k. */
function kthLargest(bits: Uint32Array, k: number): { order: number; count: number } {
  const histogram = new Uint32Array(256);
  let prefix = 0;
  let count = k;
  for (let shift = 24; shift >= 0; shift -= 8) {
    histogram.fill(0);
    for (let i = 0; i < bits.length; i++) {
      const digits = orderOf(bits[i]!) >>> shift;
      if (digits >>> 8 === prefix) histogram[digits & 255]!++;
    }
    let digit = 255;
    while (histogram[digit]! < count) count -= histogram[digit--]!;
    prefix = prefix * 256 + digit;
  }
  return { order: prefix, count };
}
