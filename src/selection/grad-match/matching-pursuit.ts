import { dot } from '../shared/dot.js';

/** Some of the vectors, and by how much each is multiplied. */
export interface Match {
  readonly places: number[];
  readonly weights: number[];
}

/** Share of a square below which what is left of it is taken to be rounding error. */
const ROUNDING = 1e-12;

/**
 * Few vectors whose positively weighted sum is near to the sum of all, by orthogonal matching pursuit: takes the
 * vector with the largest product with what is left, fits the weights of all taken anew, drops those that are not
 * positive, and so on. Weights minimize ‖Σ wᵢvᵢ − Σ vᵢ‖² + λ ‖w‖².
 *
 * @param count How often a vector is taken.
 */
export function matchingPursuit(
  vectors: readonly Float64Array[],
  { count, lambda }: { count: number; lambda: number },
): Match {
  const target = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let k = 0; k < target.length; k++) target[k]! += vector[k]!;
  const products = Float64Array.from(vectors, (vector) => dot(vector, 0, target, 0, target.length));
  const usable = new Uint8Array(vectors.length).fill(1);
  const fit = new RidgeFit(vectors, products, lambda);
  const left = products.slice();
  for (let i = 0; i < count; i++) {
    let best = -1;
    for (let j = 0; j < left.length; j++) {
      if (usable[j] === 1 && left[j]! > (best < 0 ? 0 : left[best]!)) best = j;
    }
    if (best < 0) break;
    usable[best] = 0;
    if (!fit.add(best)) continue;
    for (let lowest = fit.lowest(); lowest >= 0; lowest = fit.lowest()) usable[fit.remove(lowest)] = 1;
    left.set(products);
    for (const [j, column] of fit.columns.entries()) {
      for (let k = 0; k < left.length; k++) left[k]! -= fit.weights[j]! * column[k]!;
    }
  }
  return { places: fit.places, weights: fit.weights };
}

/** Weights that fit a target, of a growing set of vectors: (G + λI) w = p, by a Cholesky factor that grows with it. */
class RidgeFit {
  readonly places: number[] = [];
  weights: number[] = [];
  /** Products of each vector of the set with all vectors. */
  readonly columns: Float64Array[] = [];
  /** The rows of the factor L, of G + λI = L Lᵀ. */
  readonly #factor: Float64Array[] = [];

  constructor(
    private readonly vectors: readonly Float64Array[],
    private readonly products: Float64Array,
    private readonly lambda: number,
  ) {}

  /** Adds a vector and fits anew, unless those of the set already make it up. @returns Whether it was added. */
  add(place: number): boolean {
    const vector = this.vectors[place]!;
    const added = this.#extend(
      place,
      Float64Array.from(this.vectors, (other) => dot(vector, 0, other, 0, vector.length)),
    );
    if (added) this.#solve();
    return added;
  }

  /** Which weight is lowest, if it is none that a sample can have: −1 if all can. */
  lowest(): number {
    const bad = (weight: number) => !(Math.fround(weight) > 0 && Math.fround(weight) < Infinity);
    if (!this.weights.some(bad)) return -1;
    return this.weights.reduce((lowest, weight, i) => (weight < this.weights[lowest]! ? i : lowest), 0);
  }

  /** Removes a vector and fits anew. @returns Its place. */
  remove(index: number): number {
    const [removed] = this.places.splice(index, 1);
    this.columns.splice(index, 1);
    const rest = { places: this.places.splice(index), columns: this.columns.splice(index) };
    this.#factor.length = index;
    for (const [i, place] of rest.places.entries()) this.#extend(place, rest.columns[i]!);
    this.#solve();
    return removed!;
  }

  #extend(place: number, column: Float64Array): boolean {
    const size = this.places.length;
    const row = new Float64Array(size + 1);
    let square = column[place]! + this.lambda;
    for (let i = 0; i < size; i++) {
      const before = this.#factor[i]!;
      row[i] = (column[this.places[i]!]! - dot(row, 0, before, 0, i)) / before[i]!;
      square -= row[i]! ** 2;
    }
    if (!(square > ROUNDING * (column[place]! + this.lambda))) return false;
    row[size] = Math.sqrt(square);
    this.#factor.push(row);
    this.places.push(place);
    this.columns.push(column);
    return true;
  }

  #solve(): void {
    const size = this.places.length;
    const half = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const row = this.#factor[i]!;
      half[i] = (this.products[this.places[i]!]! - dot(row, 0, half, 0, i)) / row[i]!;
    }
    const weights = Array.from(half);
    for (let i = size - 1; i >= 0; i--) {
      weights[i]! /= this.#factor[i]![i]!;
      for (let j = 0; j < i; j++) weights[j]! -= this.#factor[i]![j]! * weights[i]!;
    }
    this.weights = weights;
  }
}
