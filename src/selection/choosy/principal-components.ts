import { Rng } from '../../core/rng.js';

/** Rows that components are found by, and columns of each, evenly spaced: neighbouring pixels tell the same. */
const ROWS = 256;
const COLUMNS = 400;
/** More make components no better for what they are for: directions along which samples differ much. */
const ITERATIONS = 3;

/**
 * The directions along which rows differ most, one after another, each of length 1: nearly the leading principal
 * components (subspace iteration; Golub and Van Loan, Matrix Computations, section 8.2.4). Where rows differ along fewer
 * directions, the others are zero.
 */
export function principalComponents(rows: ArrayLike<number>, width: number, count: number): Float64Array[] {
  const size = rows.length / width;
  const step = Math.ceil(size / ROWS);
  const stride = strideOf(width);
  const columns = columnsOf(width);
  const mean = new Float64Array(columns);
  let seen = 0;
  for (let row = 0; row < size; row += step, seen++) {
    for (let j = 0; j < columns; j++) mean[j]! += rows[row * width + j * stride]!;
  }
  for (let j = 0; j < columns; j++) mean[j]! /= seen;
  const rng = new Rng(0);
  let directions: Float64Array[] = Array.from({ length: count }, () =>
    new Float64Array(columns).map(() => rng.normal()),
  );
  const centred = new Float64Array(columns);
  for (let i = 0; i < ITERATIONS; i++) {
    const turned = directions.map(() => new Float64Array(columns));
    for (let row = 0; row < size; row += step) {
      for (let j = 0; j < columns; j++) centred[j] = rows[row * width + j * stride]! - mean[j]!;
      directions.forEach((direction, k) => addMultiple(turned[k]!, centred, product(direction, centred)));
    }
    directions = orthonormal(turned);
  }
  return directions;
}

/** Makes each direction orthogonal to those before it, and of length 1 (Gram and Schmidt). */
function orthonormal(directions: Float64Array[]): Float64Array[] {
  directions.forEach((direction, k) => {
    const before = Math.sqrt(product(direction, direction));
    for (const other of directions.slice(0, k)) addMultiple(direction, other, -product(direction, other));
    const length = Math.sqrt(product(direction, direction));
    // What is left of a direction that the others span already is rounding.
    const isNew = length > 1e-9 * before;
    for (let j = 0; j < direction.length; j++) direction[j] = isNew ? direction[j]! / length : 0;
  });
  return directions;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function addMultiple(to: Float64Array, of: Float64Array, factor: number): void {
  for (let j = 0; j < to.length; j++) to[j]! += factor * of[j]!;
}

const strideOf = (width: number) => Math.ceil(width / COLUMNS);

/** How many columns are looked at of rows so wide. */
export const columnsOf = (width: number) => Math.ceil(width / strideOf(width));

/** How far rows go in each of their {@link principalComponents}: one number for each, row after row. */
export function project(
  rows: ArrayLike<number>,
  width: number,
  components: readonly Float64Array[],
): Float32Array {
  const size = rows.length / width;
  const count = components.length;
  const stride = strideOf(width);
  const columns = columnsOf(width);
  const projected = new Float32Array(size * count);
  // Features that are 0, as most pixels, are skipped.
  const places = new Int32Array(columns);
  const values = new Float64Array(columns);
  for (let row = 0; row < size; row++) {
    let present = 0;
    for (let j = 0, at = row * width; j < columns; j++, at += stride) {
      values[present] = rows[at]!;
      places[present] = j;
      present += rows[at] === 0 ? 0 : 1;
    }
    for (let k = 0; k < count; k++) {
      const component = components[k]!;
      let [even, odd] = [0, 0];
      for (let i = 1; i < present; i += 2) {
        even += values[i - 1]! * component[places[i - 1]!]!;
        odd += values[i]! * component[places[i]!]!;
      }
      if (present % 2 === 1) even += values[present - 1]! * component[places[present - 1]!]!;
      projected[row * count + k] = even + odd;
    }
  }
  return projected;
}
