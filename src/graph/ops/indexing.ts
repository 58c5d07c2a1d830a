import type { Shape } from '../../core/shape.js';
import type { Value } from '../graph.js';

/** Takes entries along an axis: for indices [i, j], the axis is replaced by the axes [i, j]. */
export function gather(x: Value, indices: Value, axis = 0): Value {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return x.graph.add('Gather', [x, indices], { shape }, { axis: { int: axis } });
}

/** Takes one entry per index along an axis; the result has the shape of the indices. */
export function gatherElements(x: Value, indices: Value, axis: number): Value {
  return x.graph.add('GatherElements', [x, indices], { shape: indices.shape }, { axis: { int: axis } });
}

/** Adds rows into a tensor of zeros: row `indices[k]` receives `updates[k]`. Indices [n], updates [n, …]. */
export function scatterAddRows(indices: Value, updates: Value, rows: number): Value {
  const { graph } = updates;
  const shape: Shape = [rows, ...updates.shape.slice(1)];
  const zeros = graph.add(
    'Expand',
    [graph.constant(0, shape.map(() => 1)), graph.constant(shape, [shape.length], 'int64')],
    { shape },
  );
  const columns = graph.add('Reshape', [indices, graph.constant([-1, 1], [2], 'int64')], {
    shape: [indices.shape[0]!, 1],
  });
  return graph.add('ScatterND', [zeros, columns, updates], { shape }, { reduction: { text: 'add' } });
}
