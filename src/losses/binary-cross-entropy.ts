import { ShapeError } from '../core/errors.js';
import { formatShape } from '../core/shape.js';
import { ops as op } from '../graph/index.js';
import type { Loss } from './loss.js';

/**
 * `-y log σ(z) - (1 - y) log(1 - σ(z))` for labels of 0 and 1, in a form that cannot overflow:
 * `max(z, 0) - z y + log(1 + e^-|z|)`. The model must end in one logit a label, without a sigmoid.
 * Keras: `BinaryCrossentropy(from_logits=True)`; with several labels a sample, their mean.
 */
export function binaryCrossEntropy(): Loss {
  return {
    name: 'binaryCrossEntropy',
    labels: 'classes',
    check(outputShape, { classes, labelSize }) {
      if (outputShape.length !== 1 || outputShape[0] !== labelSize) {
        throw new ShapeError(
          `binaryCrossEntropy needs one output a label (${labelSize}), but the model's output has the shape ` +
            `${formatShape(outputShape)}; end the model in dense(${labelSize}).`,
        );
      }
      if (classes !== undefined && classes > 2) {
        throw new ShapeError(
          `binaryCrossEntropy tells two classes apart, but the data has ${classes}; use softmaxCrossEntropy.`,
        );
      }
    },
    apply(logits, labels) {
      const y = op.cast(labels, logits.type);
      const linear = op.sub(op.relu(logits), op.mul(logits, y));
      const losses = op.add(linear, op.log(op.add(1, op.exp(op.neg(op.abs(logits))))));
      return op.reduceMean(losses, { axes: [1] });
    },
    margin(logits, labels) {
      const y = op.cast(labels, logits.type);
      return op.reduceMin(op.mul(logits, op.sub(op.mul(2, y), 1)), { axes: [1] });
    },
  };
}
