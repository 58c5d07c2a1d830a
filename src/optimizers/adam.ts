import { checkOptions, fraction, nonNegativeNumber, positiveNumber } from '../core/check.js';
import { ops as op } from '../graph/index.js';
import { makeOptimizer, negligibleBeside, type Optimizer, type OptimizerOptions } from './optimizer.js';

export interface AdamOptions extends OptimizerOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1). Keras: `Adam`.
 *
 *     m = β₁ m + (1 - β₁) g,  v = β₂ v + (1 - β₂) g²
 *     parameters -= learningRate · m̂ / (√v̂ + ε),  m̂ = m / (1 - β₁ᵗ),  v̂ = v / (1 - β₂ᵗ)
 *
 * All factors that are numbers are drawn out of the vectors, which saves passes over them: kept are
 * M = m / (1 - β₁) and V = v / (1 - β₂), so that M = β₁ M + g and V = β₂ V + g², and with s = √((1 - β₂ᵗ) / (1 - β₂))
 * the change is `learningRate · s (1 - β₁) / (1 - β₁ᵗ) · M / (√V + ε s)`.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...rest } = options;
  checkOptions(
    'adam',
    { beta1: fraction, beta2: fraction, epsilon: positiveNumber },
    { beta1, beta2, epsilon },
  );
  return makeOptimizer(
    {
      name: 'adam',
      slots: ['m', 'v'],
      negligible: negligibleBeside(epsilon),
      scalars(step, rate) {
        const s = Math.sqrt((1 - beta2 ** (step + 1)) / (1 - beta2));
        return [(rate * s * (1 - beta1)) / (1 - beta1 ** (step + 1)), epsilon * s];
      },
      update({ gradient, slots: [m, v], scalars: [rate, eps] }) {
        const nextM = op.add(op.mul(m!, beta1), gradient);
        const nextV = op.add(op.mul(v!, beta2), op.square(gradient));
        const change = op.div(op.mul(nextM, rate!), op.add(op.sqrt(nextV), eps!));
        return { change, slots: [nextM, nextV] };
      },
    },
    { learningRate, ...rest },
  );
}

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). Keras: `AdamW`. */
export function adamW({ weightDecay = 0.004, ...rest }: AdamOptions = {}): Optimizer {
  checkOptions('adamW', { weightDecay: nonNegativeNumber }, { weightDecay });
  return { ...adam({ weightDecay, ...rest }), name: 'adamW' };
}
