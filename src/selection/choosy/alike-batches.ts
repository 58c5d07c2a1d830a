import type { SampleInfo } from '../../training/index.js';
import { type Arrangement, batchStart } from './arrange.js';
import { classOfEach, type Coordinates } from './coordinates.js';

/**
 * Batches that are alike, in all of a round and in every part of it, since a batch that is like the whole has a gradient
 * like that of the whole.
 *
 * The round is halved, each half again, and so on until the parts are batches. Each two neighbours go to different
 * halves; which to which is decided so that the halves have the same sum of gradients: against the sign of the product
 * of this pair's difference and the sum of the differences so far. (Self-balancing, as GraB orders samples; halving is
 * how Harvey and Samadi 2014 find an order in which all parts are balanced.) What stands for a gradient is that of a linear
 * model, the outer product of the gradient at the logits with the features. Of the former only the norm is taken where
 * there are classes, since it nearly is the same direction for all samples of a class; so sums are those of a class.
 */
export class AlikeBatches implements Arrangement {
  readonly #classOf;
  readonly #rng;
  readonly #coordinates: Coordinates;
  readonly #gradients: Float32Array;
  /** Samples of a right half, until those of the left are in their places. */
  readonly #right: Uint32Array;
  /** Sum of the differences between left and right, and the difference of the pair at hand. */
  readonly #sum: Float64Array;
  readonly #difference: Float64Array;

  /** @param gradients Of each sample the gradient at its logits, or the norm of it, as it will stand at each arrangement. */
  constructor(samples: SampleInfo, coordinates: Coordinates, gradients: Float32Array) {
    this.#classOf = classOfEach(samples);
    this.#rng = samples.rng;
    this.#coordinates = coordinates;
    this.#gradients = gradients;
    this.#right = new Uint32Array(samples.size >> 1);
    this.#sum = new Float64Array(coordinates.count + 1);
    this.#difference = new Float64Array(coordinates.count + 1);
  }

  arrange(round: Uint32Array, batches: number): void {
    if (batches > 1) this.#halve(round, batches, 0, batches);
  }

  /** Halves the part of the round that is cut into the batches from `first` to before `end`. */
  #halve(round: Uint32Array, batches: number, first: number, end: number): void {
    const half = Math.ceil((first + end) / 2);
    const start = batchStart(first, batches, round.length);
    const middle = batchStart(half, batches, round.length);
    const stop = batchStart(end, batches, round.length);
    const pairs = stop - middle;
    const singles = middle - start - pairs;
    const classOf = this.#classOf;
    const right = this.#right;
    const { count, values } = this.#coordinates;
    const gradients = this.#gradients;
    const [sum, difference] = [this.#sum, this.#difference];
    sum.fill(0);
    let left = start;
    let toRight = 0;
    let group = -1;
    // Random bits of one number.
    let [coins, coinsLeft] = [0, 0];
    // The left half may have more; then some go there alone, evenly spaced.
    let due = singles > 0 ? this.#rng.integer(pairs + singles) : 0;
    for (let at = start; at < stop;) {
      due += singles;
      const one = round[at++]!;
      if (due >= pairs + singles) {
        due -= pairs + singles;
        round[left++] = one;
        continue;
      }
      const other = round[at++]!;
      if (classOf && classOf[other] !== group) {
        group = classOf[other]!;
        sum.fill(0);
      }
      const oneGradient = gradients[one]!;
      const otherGradient = gradients[other]!;
      let d = oneGradient - otherGradient;
      let product = sum[count]! * d;
      difference[count] = d;
      for (let j = 0, a = one * count, b = other * count; j < count; j++, a++, b++) {
        d = oneGradient * values[a]! - otherGradient * values[b]!;
        difference[j] = d;
        product += sum[j]! * d;
      }
      // As a number, since a branch that goes either way as often takes as long as all the rest.
      let oneIsLeft = Number(product < 0);
      if (product === 0) {
        if (coinsLeft-- === 0) [coins, coinsLeft] = [this.#rng.integer(2 ** 31), 30];
        oneIsLeft = coins & 1;
        coins >>= 1;
      }
      const sign = 2 * oneIsLeft - 1;
      for (let j = 0; j <= count; j++) sum[j]! += sign * difference[j]!;
      const taken = (one - other) * oneIsLeft;
      round[left++] = other + taken;
      right[toRight++] = one - taken;
    }
    for (let i = 0; i < toRight; i++) round[middle + i] = right[i]!;
    if (half - first > 1) this.#halve(round, batches, first, half);
    if (end - half > 1) this.#halve(round, batches, half, end);
  }
}
