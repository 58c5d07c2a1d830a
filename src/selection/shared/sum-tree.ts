/** Weights that are added up together, one after the other: fewer sums to keep than with pairs alone. */
const BLOCK = 16;

/**
 * Weights of samples, from which samples are drawn in proportion to them in O(log N).
 *
 * Blocks of weights are summed, and pairs of these sums, up to the total. Sums are only ever made from what they
 * are sums of, so no error builds up. It takes 5 bytes a sample.
 */
export class SumTree {
  /** Weight of each sample: finite and not negative. For `state`; whoever writes here calls {@link rebuild}. */
  readonly weights: Float32Array;
  /** For `state`. Node i is the sum of nodes 2i and 2i + 1, and node 1 of all; the last are the sums of blocks. */
  readonly sums: Float64Array;
  readonly #blocks: number;

  /** @param size Number of samples; all have the weight 0 at first. */
  constructor(size: number) {
    this.weights = new Float32Array(size);
    this.#blocks = Math.ceil(size / BLOCK);
    this.sums = new Float64Array(2 * this.#blocks);
  }

  /** Sum of all weights. */
  get total(): number {
    return this.sums[1]!;
  }

  /** Gives a sample another weight, finite and not negative. O(log N). */
  set(sample: number, weight: number): void {
    const { sums } = this;
    this.weights[sample] = weight;
    let node = this.#sumBlock(Math.floor(sample / BLOCK));
    for (node >>= 1; node >= 1; node >>= 1) sums[node] = sums[2 * node]! + sums[2 * node + 1]!;
  }

  /** Sums anew what has been written into `weights`. O(N). */
  rebuild(): void {
    const { sums } = this;
    for (let block = 0; block < this.#blocks; block++) this.#sumBlock(block);
    for (let node = this.#blocks - 1; node >= 1; node--) sums[node] = sums[2 * node]! + sums[2 * node + 1]!;
  }

  /**
   * The sample that a point falls to when the weights are laid end to end: with a uniform point, one drawn in
   * proportion to the weights. Never one of weight 0, unless all are. O(log N).
   *
   * @param point From 0 to below {@link total}.
   */
  find(point: number): number {
    const { sums, weights } = this;
    let node = 1;
    let rest = point;
    while (node < this.#blocks) {
      node *= 2;
      // Rounding must not lead to where all weights are 0.
      if (rest >= sums[node]! && sums[node + 1]! > 0) rest -= sums[node++]!;
    }
    const start = (node - this.#blocks) * BLOCK;
    const end = Math.min(start + BLOCK, weights.length);
    let found = start;
    for (let sample = start; sample < end; sample++) {
      if (weights[sample]! === 0) continue;
      found = sample;
      if (rest < weights[sample]!) break;
      rest -= weights[sample]!;
    }
    return found;
  }

  /** Where a sample begins when the weights are laid end to end, as {@link find} has them. O(log N). */
  startOf(sample: number): number {
    const { sums, weights } = this;
    const block = Math.floor(sample / BLOCK);
    let start = 0;
    for (let node = this.#blocks + block; node > 1; node >>= 1) if (node % 2 === 1) start += sums[node - 1]!;
    for (let other = block * BLOCK; other < sample; other++) start += weights[other]!;
    return start;
  }

  /** Sums a block, and returns its node. */
  #sumBlock(block: number): number {
    const start = block * BLOCK;
    const end = Math.min(start + BLOCK, this.weights.length);
    let sum = 0;
    for (let sample = start; sample < end; sample++) sum += this.weights[sample]!;
    this.sums[this.#blocks + block] = sum;
    return this.#blocks + block;
  }
}
