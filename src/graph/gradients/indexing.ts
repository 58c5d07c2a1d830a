import { BATCH } from '../../core/shape.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import type { GradientTable } from './rule.js';

/** Rows of a table were taken by indices that are known only when the graph runs: their gradients are added up. */
function scatterBack(table: Value, indices: Value, dy: Value): Value {
  const [rows, ...rowShape] = table.shape;
  const count = indices.shape.reduce((a, b) => a * b, 1);
  return op.scatterAddRows(op.reshape(indices, [count]), op.reshape(dy, [count, ...rowShape]), rows!);
}

/**
 * Entries were taken along an axis by indices that are part of the graph. Then it is known which places of
 * dy each entry went to, and these can be fetched back, which is much faster than scattering.
 */
function gatherBack(x: Value, indices: readonly number[], axis: number, dy: Value): Value {
  const size = x.shape[axis]!;
  const places: number[][] = Array.from({ length: size }, () => []);
  indices.forEach((index, place) => places[index]!.push(place));
  const most = Math.max(...places.map(({ length }) => length));
  const nowhere = indices.length;
  const table = Array.from({ length: most }, (_, k) => places.map((list) => list[k] ?? nowhere)).flat();
  const none = dy.shape.map(() => 0);
  const padded = table.includes(nowhere) ? op.pad(dy, none, none.map((_, i) => (i === axis ? 1 : 0))) : dy;
  const fetched = op.gather(padded, x.graph.constant(table, [table.length], 'int64'), axis);
  if (most === 1) return fetched;
  const stacked = [...x.shape.slice(0, axis), most, ...x.shape.slice(axis)];
  return op.reduceSum(op.reshape(fetched, stacked), { axes: [axis] });
}

export const indexingGradients = {
  // Every entry taken gives its gradient back to where it came from.
  Gather: [
    ({ x, dy, attributes }) => {
      const axis = (attributes['axis'] as { int: number }).int;
      const indices = x(1).graph.constantData(x(1));
      if (indices && x(1).shape.length === 1) return gatherBack(x(0), indices, axis, dy());
      if (axis !== 0) throw new Error('Gather by indices of a run is differentiated along axis 0 only');
      return scatterBack(x(0), x(1), dy());
    },
    null,
  ],
  // One entry a row was taken: [batch, n] indexed by [batch, 1]; a comparison puts it back in its column.
  GatherElements: [
    ({ x, dy }) => {
      const [rows, columns] = x(0).shape;
      if (x(0).shape.length !== 2 || rows !== BATCH || x(1).shape[1] !== 1) {
        throw new Error('GatherElements is differentiated for one entry a row of a matrix only');
      }
      const positions = x(0).graph.constant([...Array(columns).keys()], [1, columns!], x(1).type);
      return op.where(op.equal(positions, x(1)), dy(), 0);
    },
    null,
  ],
  ScatterND: 'forbidden',
} satisfies Partial<GradientTable>;
