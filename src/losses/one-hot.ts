import { ops as op, type Value } from '../graph/index.js';

/** Rows with 1 at the label and 0 elsewhere: [batch, 1] class indices to [batch, classes]. */
export function oneHot(labels: Value, logits: Value): Value {
  const classes = logits.shape[1]!;
  const indices = op.cast(labels, 'int32');
  const positions = logits.graph.constant([...Array(classes).keys()], [1, classes], 'int32');
  return op.cast(op.equal(positions, indices), logits.type);
}
