import type { Attributes, Value } from '../graph.js';
import { cast } from './elementwise.js';
import { expandLike, reshape } from './shape.js';

/** Takes entries along an axis: for indices [i, j], the axis is replaced by the axes [i, j]. */
export function gather(x: Value, indices: Value, axis = 0): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return x.graph.add('Gather', [x, indices], { shape }, { axis: { int: axis } });
}

/**
 * Adds rows into a tensor of zeros: row `indices[k]` receives `updates[k]`. Indices [n], updates [n, width].
 *
 * ScatterND is twice as fast as ScatterElements, but with several threads it loses updates of a row that
 * occurs more than once (a data race, seen in ONNX Runtime 1.30).
 */
export function scatterAddRows(indices: Value, updates: Value, rows: number): Value {
  const { graph } = updates;
  const [count, width] = updates.shape as [number, number];
  const zeros = graph.add(
    'Expand',
    [graph.constant(0, [1, 1]), graph.constant([rows, width], [2], 'int64')],
    {
      shape: [rows, width],
    },
  );
  const column = reshape(cast(indices, 'int64'), [count, 1]);
  const add: Attributes = { reduction: { text: 'add' } };
  if (!graph.multithreaded)
    return graph.add('ScatterND', [zeros, column, updates], { shape: [rows, width] }, add);
  const everywhere = expandLike(column, updates);
  return graph.add(
    'ScatterElements',
    [zeros, everywhere, updates],
    { shape: [rows, width] },
    { ...add, axis: { int: 0 } },
  );
}
