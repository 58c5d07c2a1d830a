import { BATCH } from '../core/shape.js';
import { ops as op, type Value } from '../graph/index.js';

/** Rows with 1 at the label and 0 elsewhere: [batch] class indices to [batch, classes]. */
export function oneHot(labels: Value, logits: Value): Value {
  const classes = logits.shape[1]!;
  const indices = op.reshape(op.cast(labels, 'int32'), [BATCH, 1]);
  const positions = logits.graph.constant([...Array(classes).keys()], [1, classes], 'int32');
  return op.cast(op.equal(positions, indices), logits.type);
}
