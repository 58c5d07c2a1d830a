import { ShapeError } from '../core/errors.js';
import { BATCH } from '../core/shape.js';
import { mean } from '../core/sum.js';
import { ops as op, type Value } from '../graph/index.js';

/** A measure of how good predictions are. */
export interface Metric {
  readonly name: string;
  readonly higherIsBetter: boolean;
  /** One value a sample, [batch], from the model's output [batch, n] and the labels. */
  apply(logits: Value, labels: Value): Value;
  /** The measure over a data set, from all samples' values and labels. */
  summarize(values: Float32Array, labels: ArrayLike<number>): number;
}

/** Whether a value of a metric is as good as another, or better. */
export const reaches = ({ higherIsBetter }: Pick<Metric, 'higherIsBetter'>, value: number, target: number) =>
  higherIsBetter ? value >= target : value <= target;

/** Labels as numbers in the shape of the logits, where there is one for each. */
function likeLogits(metric: string, logits: Value, labels: Value): Value {
  const [outputs, labelSize] = [logits.shape[1], labels.shape[1] ?? 1];
  if (outputs !== labelSize) {
    throw new ShapeError(
      `${metric} needs one output a label (${labelSize}), but the model has ${outputs} outputs; ` +
        'use another metric, such as accuracy.',
    );
  }
  return op.reshape(op.cast(labels, logits.type), logits.shape);
}

/** Share of samples whose highest logit is that of their label. Keras: `SparseCategoricalAccuracy`. */
export const accuracy = (): Metric => ({
  name: 'accuracy',
  higherIsBetter: true,
  apply(logits, labels) {
    const [outputs, labelSize] = [logits.shape[1], labels.shape[1] ?? 1];
    if (outputs === 1 || labelSize !== 1) {
      throw new ShapeError(
        `accuracy needs one label and several outputs a sample, got ${labelSize} and ${outputs}; ` +
          'use another metric, such as binaryAccuracy.',
      );
    }
    return op.cast(op.equal(op.argMax(logits), op.reshape(op.cast(labels, 'int64'), [BATCH])), logits.type);
  },
  summarize: mean,
});

/** Share of labels of 0 and 1 that the sign of the logit tells. Keras: `BinaryAccuracy`. */
export const binaryAccuracy = (): Metric => ({
  name: 'binaryAccuracy',
  higherIsBetter: true,
  apply(logits, labels) {
    const y = likeLogits('binaryAccuracy', logits, labels);
    const predicted = op.cast(op.greater(logits, 0), logits.type);
    return op.reduceMean(op.cast(op.equal(predicted, y), logits.type), { axes: [1] });
  },
  summarize: mean,
});

/** Mean of `|prediction - target|`. Keras: `MeanAbsoluteError`. */
export const meanAbsoluteError = (): Metric => ({
  name: 'meanAbsoluteError',
  higherIsBetter: false,
  apply: (logits, labels) =>
    op.reduceMean(op.abs(op.sub(logits, likeLogits('meanAbsoluteError', logits, labels))), { axes: [1] }),
  summarize: mean,
});

/** Root of the mean of `(prediction - target)²`, in the target's unit. Keras: `RootMeanSquaredError`. */
export const rootMeanSquaredError = (): Metric => ({
  name: 'rootMeanSquaredError',
  higherIsBetter: false,
  apply: (logits, labels) =>
    op.reduceMean(op.square(op.sub(logits, likeLogits('rootMeanSquaredError', logits, labels))), {
      axes: [1],
    }),
  summarize: (squaredErrors) => Math.sqrt(mean(squaredErrors)),
});

/** Share of the targets' variance that is explained, `1 - Σe² / Σ(target - mean)²`. Keras: `R2Score`. */
export const r2 = (): Metric => ({
  name: 'r2',
  higherIsBetter: true,
  apply: (logits, labels) =>
    op.reduceSum(op.square(op.sub(logits, likeLogits('r2', logits, labels))), { axes: [1] }),
  summarize(squaredErrors, targets) {
    const center = mean(targets);
    let total = 0;
    for (let i = 0; i < targets.length; i++) total += (targets[i]! - center) ** 2;
    return 1 - (mean(squaredErrors) * squaredErrors.length) / total;
  },
});
