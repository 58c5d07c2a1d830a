import { checkOptions, fraction } from '../core/check.js';
import { ShapeError } from '../core/errors.js';
import { BATCH, formatShape } from '../core/shape.js';
import { ops as op, type Value } from '../graph/index.js';
import type { Loss } from './loss.js';
import { oneHot } from './one-hot.js';

export interface SoftmaxCrossEntropyOptions {
  /** Share of the label's probability that is spread evenly over all classes (Szegedy et al. 2016, section 7). */
  readonly labelSmoothing?: number;
}

/**
 * In the gradient. Smaller probabilities are lost beside that of the label, which is rounded to 6e-8, but the products they
 * are multiplied into would be denormal numbers, with which processors take some hundred times as long.
 */
const LEAST_LOG_PROBABILITY = -30;

/**
 * `-log softmax(logits)[label]`: for labels that are one class of several. The model must end in logits, without
 * a softmax. Keras: `SparseCategoricalCrossentropy(from_logits=True)`.
 */
export function softmaxCrossEntropy({ labelSmoothing = 0 }: SoftmaxCrossEntropyOptions = {}): Loss {
  checkOptions('softmaxCrossEntropy', { labelSmoothing: fraction }, { labelSmoothing });
  return {
    name: 'softmaxCrossEntropy',
    labels: 'classes',
    check(outputShape, { classes, labelSize }) {
      if (labelSize !== 1) {
        throw new ShapeError(
          `softmaxCrossEntropy needs one label a sample, but the data has ${labelSize}; ` +
            'use binaryCrossEntropy for several.',
        );
      }
      const outputs = outputShape[0];
      if (outputShape.length !== 1 || (classes !== undefined && outputs! < classes) || outputs === 1) {
        throw new ShapeError(
          `softmaxCrossEntropy needs one output a class${classes === undefined ? '' : ` (${classes})`}, but the ` +
            `model's output has the shape ${formatShape(outputShape)}; end the model in dense(${classes ?? 'classes'}).`,
        );
      }
    },
    apply(logits, labels) {
      const hot = oneHot(labels, logits);
      const classes = logits.shape[1]!;
      const target =
        labelSmoothing === 0 ? hot : op.add(op.mul(hot, 1 - labelSmoothing), labelSmoothing / classes);
      const logProbabilities = op.logSoftmax(logits);
      const build = () => [op.neg(op.reduceSum(op.mul(logProbabilities, target), { axes: [1] }))];
      // The gradient at the logits is softmax - target.
      const probabilities = () => op.exp(op.max(logProbabilities, LEAST_LOG_PROBABILITY));
      const gradient = ([dy]: readonly (Value | undefined)[]) => [
        op.mul(op.sub(probabilities(), target), op.reshape(dy!, [BATCH, 1])),
      ];
      return logits.graph.block([logits], build, gradient)[0]!;
    },
    margin(logits, labels) {
      const hot = oneHot(labels, logits);
      const own = op.reduceSum(op.mul(logits, hot), { axes: [1] });
      const others = op.where(op.greater(hot, 0.5), -3e38, logits);
      return op.sub(own, op.reduceMax(others, { axes: [1] }));
    },
  };
}
