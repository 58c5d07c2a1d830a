import { DIGITS, places } from './memory';

/** The digit that begins at a bit of the `i`th key, a u32. */
export function digitOf(keys: usize, i: u32, shift: u32): u32 {
  return (load<u32>(keys + (i << 2)) >> shift) & (DIGITS - 1);
}

/** Counts in `places` how many of the keys have each digit. */
export function countDigits(keys: usize, length: i32, shift: u32): void {
  memory.fill(places, 0, DIGITS << 2);
  for (let i = 0; i < length; i++) {
    const place = places + (digitOf(keys, i, shift) << 2);
    store<u32>(place, load<u32>(place) + 1);
  }
}
