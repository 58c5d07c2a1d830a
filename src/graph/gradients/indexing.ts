import { sizeOf } from '../../core/shape.js';
import { gatherBack } from '../gather-back.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import type { GradientTable } from './rule.js';

/** Rows of a table were taken by indices that are known only when the graph runs: their gradients are added up. */
function scatterBack(table: Value, indices: Value, dy: Value): Value {
  const [rows, ...rowShape] = table.shape as [number, ...number[]];
  const count = sizeOf(indices.shape);
  const updates = op.reshape(dy, [count, sizeOf(rowShape)]);
  return op.reshape(op.scatterAddRows(op.reshape(indices, [count]), updates, rows), table.shape);
}

export const indexingGradients = {
  // Every entry taken gives its gradient back to where it came from.
  Gather: [
    ({ x, dy, attributes }) => {
      const axis = (attributes['axis'] as { int: number }).int;
      const indices = x(1).graph.constantData(x(1));
      if (indices && x(1).shape.length === 1) return gatherBack(dy(), indices, x(0).shape[axis]!, axis);
      if (axis !== 0) throw new Error('Gather by indices of a run is differentiated along axis 0 only');
      return scatterBack(x(0), x(1), dy());
    },
    null,
  ],
  ScatterND: 'forbidden',
  ScatterElements: 'forbidden',
} satisfies Partial<GradientTable>;
