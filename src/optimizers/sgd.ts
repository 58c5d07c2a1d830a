import { checkOptions, fraction, yesOrNo } from '../core/check.js';
import { ops as op } from '../graph/index.js';
import { makeOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.js';

export interface SgdOptions extends OptimizerOptions {
  /** How much of the last change goes on (Polyak 1964); 0 for plain gradient descent. */
  readonly momentum?: number;
  /** Looks ahead along the momentum (Sutskever et al. 2013, section 3). */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent. Keras: `SGD`.
 *
 *     velocity = momentum · velocity + gradient
 *     parameters -= learningRate · velocity                             (momentum)
 *     parameters -= learningRate · (gradient + momentum · velocity)     (nesterov)
 */
export function sgd({
  learningRate = 0.01,
  momentum = 0,
  nesterov = false,
  ...rest
}: SgdOptions = {}): Optimizer {
  checkOptions('sgd', { momentum: fraction, nesterov: yesOrNo }, { momentum, nesterov });
  return makeOptimizer(
    {
      name: 'sgd',
      slots: momentum === 0 ? [] : ['velocity'],
      negligible: 1e-30,
      scalars: (_, rate) => [rate],
      update({ gradient, slots: [velocity], scalars: [rate] }) {
        if (!velocity) return { change: op.mul(gradient, rate!), slots: [] };
        const next = op.add(op.mul(velocity, momentum), gradient);
        const direction = nesterov ? op.add(gradient, op.mul(next, momentum)) : next;
        return { change: op.mul(direction, rate!), slots: [next] };
      },
    },
    { learningRate, ...rest },
  );
}
