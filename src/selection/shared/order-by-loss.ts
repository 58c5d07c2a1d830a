import { bitsOf, orderOf } from './float-order.js';
import { KeySort } from './key-sort.js';
import { allSamples } from './samples.js';

/**
 * Puts samples in the order of their losses, the highest first, those of NaN before all others, equal ones by index.
 *
 * @param order Receives the samples.
 */
export function orderByLoss(losses: Float32Array, order: Uint32Array): void {
  const bits = bitsOf(losses);
  // Low for high losses: the order counts from the other end, and from 0. NaN, whose place is the lowest of all, becomes
  // the highest by wrapping around.
  const keyOf = (sample: number) => (-orderOf(bits[sample]!) ^ 0x8000_0000) >>> 0;
  order.set(new KeySort().sort(allSamples(losses.length), keyOf));
}
