import { BATCH } from '../core/shape.js';
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

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Share of samples whose highest logit is that of their label. Keras: `SparseCategoricalAccuracy`. */
export const accuracy = (): Metric => ({
  name: 'accuracy',
  higherIsBetter: true,
  apply: (logits, labels) =>
    op.cast(op.equal(op.argMax(logits), op.reshape(op.cast(labels, 'int64'), [BATCH])), logits.type),
  summarize: mean,
});

/** Share of labels of 0 and 1 that the sign of the logit tells. Keras: `BinaryAccuracy`. */
export const binaryAccuracy = (): Metric => ({
  name: 'binaryAccuracy',
  higherIsBetter: true,
  apply(logits, labels) {
    const y = op.reshape(op.cast(labels, logits.type), logits.shape);
    const predicted = op.cast(op.greater(logits, 0), logits.type);
    return op.reduceMean(op.cast(op.equal(predicted, y), logits.type), { axes: [1] });
  },
  summarize: mean,
});

const errorOf = (logits: Value, labels: Value) =>
  op.sub(logits, op.reshape(op.cast(labels, logits.type), logits.shape));

/** Mean of `|prediction - target|`. Keras: `MeanAbsoluteError`. */
export const meanAbsoluteError = (): Metric => ({
  name: 'meanAbsoluteError',
  higherIsBetter: false,
  apply: (logits, labels) => op.reduceMean(op.abs(errorOf(logits, labels)), { axes: [1] }),
  summarize: mean,
});

/** Share of the targets' variance that is explained, `1 - Σe² / Σ(target - mean)²`. Keras: `R2Score`. */
export const r2 = (): Metric => ({
  name: 'r2',
  higherIsBetter: true,
  apply: (logits, labels) => op.reduceSum(op.square(errorOf(logits, labels)), { axes: [1] }),
  summarize(squaredErrors, targets) {
    const center = mean(targets);
    let total = 0;
    for (let i = 0; i < targets.length; i++) total += (targets[i]! - center) ** 2;
    return 1 - (mean(squaredErrors) * squaredErrors.length) / total;
  },
});
