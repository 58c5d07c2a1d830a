import type { Signal, Signals } from 'choosy/training';
import { Rng, scramble } from '../../src/core/rng.js';

/** As the last layer of the MNIST CNN has them. */
const FEATURES = 1600;
export const CLASSES = 10;
/** Rows of made-up features; the samples of a batch have some that lie one after the other. */
const ROWS = 4096;

/** A number from 0 to below 1 that looks random, and is the same for the same two numbers. */
const uniformOf = (a: number, b: number) => scramble(a ^ Math.imul(b, 0x9e3779b1)) / 2 ** 32;

/**
 * What a network might tell of samples, without a network: each sample is hard or easy for good, its loss varies from
 * step to step around that, and all losses fall from epoch to epoch.
 */
export class SimulatedFeedback {
  readonly #features: Float32Array;

  /** @param needs Signals besides the loss and the gradient norm. */
  constructor(
    private readonly labels: Int32Array,
    private readonly needs: readonly Signal[],
  ) {
    const rng = new Rng(1);
    // Half of them 0, as after a relu.
    const length = needs.includes('features') ? ROWS * FEATURES : 0;
    this.#features = Float32Array.from({ length }, () => Math.max(0, rng.normal()));
  }

  of(indices: Uint32Array, { step, epoch }: { step: number; epoch: number }): Signals {
    const { length } = indices;
    const loss = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      const hardness = -Math.log(1 - uniformOf(indices[i]!, 0));
      loss[i] = (hardness * (0.5 + uniformOf(indices[i]!, step + 1))) / (1 + epoch / 4);
    }
    const probability = loss.map((value) => Math.exp(-value));
    const first = indices[0]! % (ROWS - Math.min(length, ROWS) + 1);
    const others: Record<Exclude<Signal, 'loss' | 'gradientNorm'>, () => Float32Array> = {
      correct: () => probability.map((p) => Number(p > 0.5)),
      margin: () => probability.map((p) => Math.log(p / (1 - p))),
      features: () => this.#features.subarray(first * FEATURES, (first + length) * FEATURES),
      logitGradient: () => this.#logitGradient(indices, probability, step),
    };
    return {
      loss,
      // Of a network that gives the rest of the probability to one other class.
      gradientNorm: probability.map((p) => Math.SQRT2 * (1 - p)),
      ...Object.fromEntries(
        this.needs.flatMap((name) => (name in others ? [[name, others[name as keyof typeof others]()]] : [])),
      ),
    };
  }

  #logitGradient(indices: Uint32Array, probability: Float32Array, step: number): Float32Array {
    const gradient = new Float32Array(indices.length * CLASSES);
    for (let i = 0; i < indices.length; i++) {
      const label = this.labels[indices[i]!]!;
      const other = (label + 1 + Math.floor(uniformOf(indices[i]!, -1 - step) * (CLASSES - 1))) % CLASSES;
      gradient[i * CLASSES + label] = probability[i]! - 1;
      gradient[i * CLASSES + other] = 1 - probability[i]!;
    }
    return gradient;
  }
}
