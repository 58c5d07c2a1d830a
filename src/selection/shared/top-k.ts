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
  const { order: smallest, count: places } = k > 0 ? kthLargest(orders, k) : { order: 2 ** 32, count: 0 };
  let top = 0;
  let other = k;
  let equal = 0;
  for (let i = 0; i < orders.length; i++) {
    const order = orders[i]!;
    if (order > smallest || (order === smallest && equal++ < places)) indices[top++] = i;
    else indices[other++] = i;
  }
}

/** As {@link topK}, but an infinite loss is as little of a loss as NaN is: both come after all others. */
export const highestLosses = (losses: Float32Array, k: number): Uint32Array =>
  topK(
    losses.map((loss) => (Number.isFinite(loss) ? loss : NaN)),
    k,
  );

/** The k-th largest of integers, and how many equal to it are among the k. */
function kthLargest(orders: Uint32Array, k: number): { order: number; count: number } {
  const histogram = new Uint32Array(256);
  let order = 0;
  let count = k;
  // Those whose digits so far are those of the k-th largest.
  let candidates = orders;
  for (let shift = 24; shift >= 0; shift -= 8) {
    histogram.fill(0);
    for (let i = 0; i < candidates.length; i++) histogram[(candidates[i]! >>> shift) & 255]!++;
    let digit = 255;
    while (histogram[digit]! < count) count -= histogram[digit--]!;
    order = order * 256 + digit;
    const next = new Uint32Array(histogram[digit]!);
    for (let i = 0, end = 0; end < next.length; i++) {
      if (((candidates[i]! >>> shift) & 255) === digit) next[end++] = candidates[i]!;
    }
    candidates = next;
  }
  return { order, count };
}
