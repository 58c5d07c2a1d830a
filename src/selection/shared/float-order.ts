/** The bits of float32 values, of the same memory. */
export const bitsOf = (values: Float32Array): Int32Array =>
  new Int32Array(values.buffer, values.byteOffset, values.length);

/**
 * Where a float32 value stands in the order of all, as an integer of 32 bits, from its bits: a < b means a smaller
 * integer, 0 and −0 have 0, and NaN has the smallest of all.
 */
export function orderOf(bits: number): number {
  // IEEE 754: bits without the sign count upwards from 0, and above those of ∞ lies NaN.
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return -0x8000_0000;
  return bits < 0 ? (0 - magnitude) | 0 : magnitude;
}
