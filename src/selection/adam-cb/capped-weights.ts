import { SumTree } from '../shared/sum-tree.js';

/** How far the total may fall before the weights are scaled up again: so far exploration exceeds its share. */
const DRIFT = 1.05;

/**
 * Weights of samples as chances to be among the `count` distinct samples of a batch: p = count · ((1 − γ) w / Σw + γ / N),
 * where weights that would give more than 1 count as the cap that gives 1 (AdamCB, batch selection).
 *
 * In a tree lie w + γ / (1 − γ), for weights whose capped mean is 1: to p they are in proportion. As weights only
 * fall, their mean does; when it is below 1 / 1.05, all are scaled up, in O(N).
 */
export class CappedWeights {
  /** For `state`: the weights, not capped. */
  readonly weights: Float32Array;
  /** For `state`: its weights and sums. */
  readonly tree: SumTree;
  /** For `state`: how many samples have large weights, which may come above the cap, and which they are. */
  readonly large: Uint32Array;
  /** For `state`: a bound that all others' weights are below. */
  readonly others = new Float64Array(1);
  readonly #floor: number;

  /** @param count Samples of a batch: fewer than there are. @param exploration γ, below 1. */
  constructor(
    private readonly size: number,
    private readonly count: number,
    private readonly exploration: number,
  ) {
    this.weights = new Float32Array(size).fill(1);
    this.tree = new SumTree(size);
    this.large = new Uint32Array(2 + Math.ceil(2 / this.#largestShare));
    this.#floor = exploration / (1 - exploration);
    this.#scaleUp();
    this.#applyCap();
  }

  /** To be called after weights have fallen, before samples are drawn from the tree. */
  settle(): void {
    if (this.tree.total < this.size * (1 / DRIFT + this.#floor) || !this.#applyCap()) {
      this.#scaleUp();
      this.#applyCap();
    }
  }

  /** The chance of a sample to be in the next batch. */
  chanceOf(sample: number): number {
    return (this.count * this.tree.weights[sample]!) / this.tree.total;
  }

  isCapped(sample: number): boolean {
    return this.tree.weights[sample]! < Math.fround(this.weights[sample]! + this.#floor);
  }

  /** @param factor From 0 to 1. */
  multiply(sample: number, factor: number): void {
    this.weights[sample]! *= factor;
    this.tree.set(sample, this.weights[sample]! + this.#floor);
  }

  /** C: the share of the sum of all weights that gives the chance 1. */
  get #largestShare(): number {
    return (1 / this.count - this.exploration / this.size) / (1 - this.exploration);
  }

  /** Scales the weights such that the mean of the capped ones is 1, and notes which are large. */
  #scaleUp(): void {
    const { weights, size, tree, large } = this;
    const share = this.#largestShare;
    let sum = 0;
    for (let i = 0; i < size; i++) sum += weights[i]!;
    let bound = (sum * share) / 2;
    for (;;) {
      large[0] = 0;
      for (let i = 0; i < size; i++) if (weights[i]! >= bound) large[++large[0]] = i;
      const found = this.#largeOnes();
      const cap = capOf(
        found.map((sample) => weights[sample]!),
        sum,
        share,
      );
      if (cap >= 2 * bound) {
        for (const sample of found) {
          sum -= Math.max(0, weights[sample]! - cap);
          // What is capped remains so, as caps only fall: how far above it is must not grow without end.
          weights[sample] = Math.min(weights[sample]!, 2 * cap);
        }
        break;
      }
      bound = cap / 2;
    }
    const scale = size / sum;
    for (let i = 0; i < size; i++) {
      weights[i]! *= scale;
      tree.weights[i] = weights[i]! + this.#floor;
    }
    tree.rebuild();
    this.others[0] = bound * scale;
  }

  /** Caps what lies in the tree, if no other than the large weights can be above the cap; says whether that is so. */
  #applyCap(): boolean {
    const { tree, weights } = this;
    if (this.large[0] === 0) return true;
    const found = this.#largeOnes();
    const masses = found.map((sample) => Math.fround(weights[sample]! + this.#floor));
    let { total } = tree;
    found.forEach((sample, i) => (total += masses[i]! - tree.weights[sample]!));
    const cap = capOf(masses, total, 1 / this.count);
    if (cap - this.#floor < this.others[0]!) return false;
    found.forEach((sample, i) => {
      const mass = Math.fround(Math.min(masses[i]!, cap));
      if (mass !== tree.weights[sample]) tree.set(sample, mass);
    });
    return true;
  }

  #largeOnes(): number[] {
    return [...this.large.subarray(1, 1 + this.large[0]!)];
  }
}

/**
 * The cap that is the given share of the sum of all values, they being capped with it; infinite if none needs it.
 *
 * @param large The values that may be above the cap, in any order. @param sum Sum of all values.
 */
function capOf(large: readonly number[], sum: number, share: number): number {
  let rest = sum;
  let cap = Infinity;
  const descending = large.toSorted((a, b) => b - a);
  for (const [capped, value] of descending.entries()) {
    const limit = (share * rest) / (1 - capped * share);
    if (value <= limit) return cap;
    rest -= value;
    cap = (share * rest) / (1 - (capped + 1) * share);
  }
  return cap;
}
