import { checkOptions, fraction, positiveNumber } from '../core/check.js';
import { ops as op } from '../graph/index.js';
import { makeOptimizer, negligibleBeside, type Optimizer, type OptimizerOptions } from './optimizer.js';

export interface RmspropOptions extends OptimizerOptions {
  /** How much of the mean of squared gradients stays at each step. */
  readonly rho?: number;
  readonly epsilon?: number;
}

/**
 * RMSprop (Tieleman and Hinton 2012). Keras: `RMSprop`.
 *
 *     v = ρ v + (1 - ρ) g²;  parameters -= learningRate · g / (√v + ε)
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const { learningRate = 0.001, rho = 0.9, epsilon = 1e-7, ...rest } = options;
  checkOptions('rmsprop', { rho: fraction, epsilon: positiveNumber }, { rho, epsilon });
  return makeOptimizer(
    {
      name: 'rmsprop',
      slots: ['v'],
      negligible: negligibleBeside(epsilon),
      scalars: (_, rate) => [rate],
      update({ gradient, slots: [v], scalars: [rate] }) {
        const next = op.add(op.mul(v!, rho), op.mul(op.square(gradient), 1 - rho));
        return { change: op.div(op.mul(gradient, rate!), op.add(op.sqrt(next), epsilon)), slots: [next] };
      },
    },
    { learningRate, ...rest },
  );
}
