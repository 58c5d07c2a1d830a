import { checkOptions, positiveNumber } from '../core/check.js';
import { ShapeError } from '../core/errors.js';
import { formatShape, type Shape } from '../core/shape.js';
import { ops as op, type Value } from '../graph/index.js';
import type { Loss } from './loss.js';

/** A loss that is the mean, over a sample's outputs, of a function of the error. */
function ofError(name: string, f: (error: Value) => Value): Loss {
  return {
    name,
    labels: 'values',
    check(outputShape: Shape, { labelSize }) {
      if (outputShape.length !== 1 || outputShape[0] !== labelSize) {
        throw new ShapeError(
          `${name} needs one output a target value (${labelSize}), but the model's output has the shape ` +
            `${formatShape(outputShape)}; end the model in dense(${labelSize}).`,
        );
      }
    },
    apply(logits, labels) {
      const targets = op.cast(labels, logits.type);
      return op.reduceMean(f(op.sub(logits, targets)), { axes: [1] });
    },
  };
}

/** `(prediction - target)²`. Keras: `MeanSquaredError`. */
export const squaredError = (): Loss => ofError('squaredError', op.square);

/**
 * `e²/2` for errors up to delta, `delta (|e| - delta/2)` beyond (Huber 1964). Keras: `Huber`.
 */
export function huber({ delta = 1 }: { readonly delta?: number } = {}): Loss {
  checkOptions('huber', { delta: positiveNumber }, { delta });
  return ofError('huber', (error) => {
    const size = op.abs(error);
    const inside = op.min(size, delta);
    // With m = min(|e|, delta): m (|e| - m/2) is both branches at once.
    return op.mul(inside, op.sub(size, op.mul(0.5, inside)));
  });
}
