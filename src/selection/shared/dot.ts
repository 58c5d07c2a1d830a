type Values = Float32Array | Float64Array;

/** Scalar product of a piece of one array and a piece of another, in float64. */
export function dot(a: Values, startA: number, b: Values, startB: number, length: number): number {
  // Four sums, since each addition waits for the one before it.
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    sum0 += a[startA + i]! * b[startB + i]!;
    sum1 += a[startA + i + 1]! * b[startB + i + 1]!;
    sum2 += a[startA + i + 2]! * b[startB + i + 2]!;
    sum3 += a[startA + i + 3]! * b[startB + i + 3]!;
  }
  for (; i < length; i++) sum0 += a[startA + i]! * b[startB + i]!;
  return sum0 + sum1 + sum2 + sum3;
}
