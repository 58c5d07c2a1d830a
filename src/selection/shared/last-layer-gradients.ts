import type { Signals } from '../../training/index.js';
import { dot } from './dot.js';

/**
 * The gradients of samples' losses at the kernel of the last layer: outer products gᵢ = hᵢ ⊗ δᵢ of features and
 * gradients at the logits, never written out, since ⟨gᵢ, gⱼ⟩ = ⟨hᵢ, hⱼ⟩⟨δᵢ, δⱼ⟩. One that is not finite counts as 0.
 */
export class LastLayerGradients {
  readonly size: number;
  readonly #features: Float32Array;
  readonly #deltas: Float32Array;
  /** Values a sample in features and in gradients at the logits. */
  readonly #widths: readonly [features: number, deltas: number];

  /** @param signals With `features` and `logitGradient`. They are copied only where they have to be changed. */
  constructor({ loss, features, logitGradient }: Signals) {
    this.size = loss.length;
    this.#widths = [features!.length / this.size, logitGradient!.length / this.size];
    const [width, outputs] = this.#widths;
    const bad = Array.from({ length: this.size }, (_, i) => i).filter(
      (i) => !isFinite(features!, i, width) || !isFinite(logitGradient!, i, outputs),
    );
    this.#features = bad.length > 0 ? features!.slice() : features!;
    this.#deltas = bad.length > 0 ? logitGradient!.slice() : logitGradient!;
    for (const i of bad) {
      this.#features.fill(0, i * width, (i + 1) * width);
      this.#deltas.fill(0, i * outputs, (i + 1) * outputs);
    }
  }

  /** ⟨gᵢ, gⱼ⟩ of one sample i with all. O(size · (features + outputs)). */
  productsWith(i: number): Float64Array {
    const [width, outputs] = this.#widths;
    const products = new Float64Array(this.size);
    for (let j = 0; j < this.size; j++) {
      const ofDeltas = dot(this.#deltas, i * outputs, this.#deltas, j * outputs, outputs);
      if (ofDeltas !== 0) {
        products[j] = ofDeltas * dot(this.#features, i * width, this.#features, j * width, width);
      }
    }
    return products;
  }

  /** ‖gᵢ‖² of all. */
  squares(): Float64Array {
    const [width, outputs] = this.#widths;
    return Float64Array.from(
      { length: this.size },
      (_, i) =>
        dot(this.#deltas, i * outputs, this.#deltas, i * outputs, outputs) *
        dot(this.#features, i * width, this.#features, i * width, width),
    );
  }

  /** ⟨gᵢ, ḡ⟩ of all with their mean. O(size · features · outputs). */
  productsWithMean(): Float64Array {
    const [width, outputs] = this.#widths;
    const mean = this.mean();
    return Float64Array.from({ length: this.size }, (_, i) => {
      let product = 0;
      for (let k = 0; k < outputs; k++) {
        const delta = this.#deltas[i * outputs + k]!;
        if (delta !== 0) product += delta * dot(mean, k * width, this.#features, i * width, width);
      }
      return product;
    });
  }

  /** The mean gradient, written out: a row of features for each logit. */
  mean(): Float64Array {
    const [width, outputs] = this.#widths;
    const mean = new Float64Array(width * outputs);
    for (let i = 0; i < this.size; i++) {
      for (let k = 0; k < outputs; k++) {
        const delta = this.#deltas[i * outputs + k]! / this.size;
        if (delta === 0) continue;
        for (let f = 0; f < width; f++) mean[k * width + f]! += delta * this.#features[i * width + f]!;
      }
    }
    return mean;
  }

  /** The mean gradient at the bias of the last layer: one value for each logit. */
  meanAtBias(): Float64Array {
    const outputs = this.#widths[1];
    const mean = new Float64Array(outputs);
    for (let i = 0; i < this.#deltas.length; i++) mean[i % outputs]! += this.#deltas[i]! / this.size;
    return mean;
  }
}

function isFinite(values: Float32Array, row: number, width: number): boolean {
  for (let i = row * width; i < (row + 1) * width; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
