import type { Rng } from '../core/rng.js';
import { sizeOf } from '../core/shape.js';

/** Gives the values that a weight of the given shape starts from. */
export type Initializer = (shape: readonly number[], rng: Rng) => Float32Array;

/**
 * Inputs and outputs that a weight connects, as Keras counts them: for a convolution's kernel
 * [height, width, channels, filters] each is multiplied by height · width.
 */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const receptiveField = sizeOf(shape.slice(0, -2));
  return { fanIn: shape.at(-2)! * receptiveField, fanOut: shape.at(-1)! * receptiveField };
}

const fill = (shape: readonly number[], draw: () => number) =>
  Float32Array.from({ length: sizeOf(shape) }, draw);

/** Uniform in [-limit, limit]. */
function uniform(shape: readonly number[], rng: Rng, limit: number): Float32Array {
  return fill(shape, () => (2 * rng.uniform() - 1) * limit);
}

/** Normal, redrawn beyond two standard deviations; the standard deviation is that after redrawing. */
function truncatedNormal(shape: readonly number[], rng: Rng, standardDeviation: number): Float32Array {
  const beforeRedrawing = standardDeviation / 0.87962566103423978;
  return fill(shape, () => {
    let value = rng.normal();
    while (Math.abs(value) > 2) value = rng.normal();
    return value * beforeRedrawing;
  });
}

export const zeros: Initializer = (shape) => new Float32Array(sizeOf(shape));
export const ones: Initializer = (shape) => new Float32Array(sizeOf(shape)).fill(1);

/** Uniform in [-0.05, 0.05]; Keras' default for embeddings. */
export const randomUniform: Initializer = (shape, rng) => uniform(shape, rng, 0.05);

/** Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, eq. 16). */
export const glorotUniform: Initializer = (shape, rng) => {
  const { fanIn, fanOut } = fans(shape);
  return uniform(shape, rng, Math.sqrt(6 / (fanIn + fanOut)));
};

/** Truncated normal with standard deviation √(2 / (fanIn + fanOut)) (Glorot and Bengio 2010, eq. 12). */
export const glorotNormal: Initializer = (shape, rng) => {
  const { fanIn, fanOut } = fans(shape);
  return truncatedNormal(shape, rng, Math.sqrt(2 / (fanIn + fanOut)));
};

/** Uniform in ±√(6 / fanIn) (He et al. 2015, eq. 10). */
export const heUniform: Initializer = (shape, rng) => uniform(shape, rng, Math.sqrt(6 / fans(shape).fanIn));

/** Truncated normal with standard deviation √(2 / fanIn) (He et al. 2015, eq. 10). */
export const heNormal: Initializer = (shape, rng) =>
  truncatedNormal(shape, rng, Math.sqrt(2 / fans(shape).fanIn));

/**
 * A random matrix with orthonormal rows or columns, whichever are fewer (Saxe et al. 2014); all axes but the
 * last are joined. By Gram and Schmidt, twice, in float64.
 */
export const orthogonal: Initializer = (shape, rng) => {
  const columns = shape.at(-1)!;
  const rows = sizeOf(shape) / columns;
  const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
  const basis: Float64Array[] = [];
  while (basis.length < count) {
    const vector = Float64Array.from({ length }, () => rng.normal());
    for (const other of [...basis, ...basis]) {
      const overlap = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i]! -= overlap * other[i]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((x) => x / norm));
  }
  const at = (row: number, column: number) => (rows < columns ? basis[row]![column]! : basis[column]![row]!);
  return Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns));
};

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
