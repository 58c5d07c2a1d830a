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
  const keys = new Uint32Array(losses.length);
  // Low for high losses: the order counts from the other end, and from 0. NaN, whose place is the lowest of all, becomes
  // the highest by wrapping around.
  for (let i = 0; i < keys.length; i++) keys[i] = -orderOf(bits[i]!) ^ 0x8000_0000;
  order.set(new KeySort().sort(allSamples(losses.length), keys));
}
