import type { Shape } from '../../core/shape.js';
import type { Value } from '../graph.js';
import type { OpType } from '../op-types.js';

interface ReduceOptions {
  readonly axes: readonly number[];
  /** Whether reduced axes stay, with size 1. */
  readonly keepDims?: boolean;
}

function reduce(op: OpType) {
  return (x: Value, { axes, keepDims = false }: ReduceOptions): Value => {
    if (axes.length === 0) return x;
    const reduced = new Set(axes);
    const shape: Shape = keepDims
      ? x.shape.map((size, axis) => (reduced.has(axis) ? 1 : size))
      : x.shape.filter((_, axis) => !reduced.has(axis));
    const axesValue = x.graph.constant(axes, [axes.length], 'int64');
    return x.graph.add(op, [x, axesValue], { shape }, { keepdims: { int: keepDims ? 1 : 0 } });
  };
}

export const reduceSum = reduce('ReduceSum');
export const reduceMean = reduce('ReduceMean');
export const reduceMax = reduce('ReduceMax');
export const reduceMin = reduce('ReduceMin');
/** The Euclidean norm. */
export const reduceL2 = reduce('ReduceL2');

/** Index of the highest entry along the last axis, the first of equals; [batch, classes] to [batch]. */
export function argMax(x: Value): Value {
  const shape = x.shape.slice(0, -1);
  return x.graph.add('ArgMax', [x], { shape, type: 'int64' }, { axis: { int: -1 }, keepdims: { int: 0 } });
}

/** eˣ over its sum along the last axis. */
export function softmax(x: Value): Value {
  return x.graph.add('Softmax', [x], { shape: x.shape }, { axis: { int: -1 } });
}

/** Logarithm of the softmax along the last axis. */
export function logSoftmax(x: Value): Value {
  return x.graph.add('LogSoftmax', [x], { shape: x.shape }, { axis: { int: -1 } });
}
