import type { Rng } from '../../core/rng.js';
import type { Signals } from '../../training/index.js';

/** Numbers a gradient. Products of two gradients are right to about a tenth of their norms' product. */
export const SKETCH_SIZE = 128;

/**
 * Random projections of samples' gradients at the last layer, kernel and bias: outer products (h, 1) ⊗ δ of features
 * and gradients at the logits, in `SKETCH_SIZE` numbers each, whatever the network. Products of projections are right
 * on average (TensorSketch, Pham and Pagh 2013).
 *
 * The projection depends on the seed of the generator alone, so it is the same after a resumption.
 */
export class GradientSketch {
  readonly #features: CountSketch;
  readonly #deltas: CountSketch;
  readonly #ofFeatures = new Float64Array(SKETCH_SIZE);

  constructor(rng: Rng) {
    this.#features = new CountSketch(rng.fork('features'));
    this.#deltas = new CountSketch(rng.fork('logits'));
  }

  /**
   * The projections of a batch, one after the other.
   *
   * @param signals With `features` and `logitGradient`.
   */
  of({ loss, features, logitGradient }: Signals): Float64Array {
    const size = loss.length;
    const width = features!.length / size;
    const outputs = logitGradient!.length / size;
    this.#features.widen(width + 1);
    this.#deltas.widen(outputs);
    const sketches = new Float64Array(size * SKETCH_SIZE);
    for (let i = 0; i < size; i++) {
      this.#sketchFeatures(features!, i * width, width);
      for (let k = 0; k < outputs; k++) this.#addOutput(k, logitGradient![i * outputs + k]!, sketches, i);
    }
    return sketches;
  }

  #sketchFeatures(features: Float32Array, start: number, width: number): void {
    const { buckets, signs } = this.#features;
    const sketch = this.#ofFeatures.fill(0);
    for (let f = 0; f < width; f++) sketch[buckets[f]!]! += signs[f]! * features[start + f]!;
    // The 1 that goes with the bias.
    sketch[buckets[width]!]! += signs[width]!;
  }

  /** Adds (h, 1) · δₖ, whose buckets are those of the features, turned by that of the logit. */
  #addOutput(k: number, delta: number, sketches: Float64Array, row: number): void {
    const sketch = this.#ofFeatures;
    const turn = this.#deltas.buckets[k]!;
    const factor = this.#deltas.signs[k]! * delta;
    const start = row * SKETCH_SIZE + turn;
    const turned = SKETCH_SIZE - turn;
    for (let bucket = 0; bucket < turned; bucket++) sketches[start + bucket]! += factor * sketch[bucket]!;
    for (let bucket = turned; bucket < SKETCH_SIZE; bucket++) {
      sketches[start - SKETCH_SIZE + bucket]! += factor * sketch[bucket]!;
    }
  }
}

/** A bucket and a sign for each value of a vector. */
class CountSketch {
  readonly buckets: number[] = [];
  readonly signs: number[] = [];

  constructor(private readonly rng: Rng) {}

  widen(width: number): void {
    while (this.buckets.length < width) {
      this.buckets.push(this.rng.integer(SKETCH_SIZE));
      this.signs.push(this.rng.integer(2) === 0 ? 1 : -1);
    }
  }
}
