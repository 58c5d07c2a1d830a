/** The bits of float32 values, of the same memory. */
export const bitsOf = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length);

/**
 * Where a float32 value stands in the order of all, as an unsigned integer, from its bits: a < b means a smaller
 * integer, −0 has that of 0, and NaN that of nothing larger than 0, below −∞.
 */
export function orderOf(bits: number): number {
  // IEEE 754: bits without the sign count upwards from 0, and above those of ∞ lies NaN.
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return 0;
  return bits >>> 31 === 1 ? 0x8000_0000 - magnitude : 0x8000_0000 + magnitude;
}
