import { ShapeError } from '../../core/errors.js';
import { BATCH, formatShape, sameShape, type Shape, sizeOf } from '../../core/shape.js';
import type { Value } from '../graph.js';
import { cast } from './elementwise.js';

/** Gives the same values another shape; at most one axis may depend on the batch. */
export function reshape(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const product = (sizes: Shape) => Math.abs(sizeOf(sizes));
  const batchAxes = (sizes: Shape) => sizes.filter((size) => size < 0).length;
  if (
    product(x.shape) !== product(shape) ||
    batchAxes(x.shape) !== batchAxes(shape) ||
    batchAxes(shape) > 1
  ) {
    throw new ShapeError(`Reshape cannot turn ${formatShape(x.shape)} into ${formatShape(shape)}.`);
  }
  const target = shape.map((size) => (size < 0 ? -1 : size));
  return x.graph.add('Reshape', [x, x.graph.constant(target, [target.length], 'int64')], { shape });
}

/** Lets the axis of size 1 at the given place come into being. */
export function unsqueeze(x: Value, axis: number): Value {
  return reshape(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]);
}

/** The sizes of x as a vector of int64, known when the graph runs. */
export function shapeOf(x: Value): Value {
  return x.graph.add('Shape', [x], { shape: [x.shape.length], type: 'int64' });
}

/** Repeats x along its axes of size 1 until it has the shape of the other value. */
export function expandLike(x: Value, like: Value): Value {
  if (sameShape(x.shape, like.shape)) return x;
  return x.graph.add('Expand', [x, shapeOf(like)], { shape: like.shape });
}

/** A number in the type and shape of another value. */
function fullLike(x: Value, number: number): Value {
  const shape = x.shape.map(() => 1);
  return expandLike(x.graph.constant(number, shape, x.type), x);
}

export const zerosLike = (x: Value): Value => fullLike(x, 0);
export const onesLike = (x: Value): Value => fullLike(x, 1);

/** Joins values along an axis. */
export function concat(values: readonly Value[], axis: number): Value {
  const first = values[0]!;
  if (values.length === 1) return first;
  const total = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = first.shape.map((size, i) => (i === axis ? total : size));
  return first.graph.add('Concat', values, { shape }, { axis: { int: axis } });
}

/** Cuts a value along an axis into parts of the given sizes. */
export function split(x: Value, sizes: readonly number[], axis: number): Value[] {
  if (sizes.length === 1) return [x];
  const outputs = sizes.map((size) => ({ shape: x.shape.map((s, i) => (i === axis ? size : s)) }));
  const sizesValue = x.graph.constant(sizes, [sizes.length], 'int64');
  return x.graph.addMany('Split', [x, sizesValue], outputs, { axis: { int: axis } });
}

/** The part of x from start (inclusive) to end (exclusive) along one axis, taking every step-th. */
export function slice(x: Value, axis: number, start: number, end: number, step = 1): Value {
  if (x.shape[axis]! < 0) throw new ShapeError(`Slice cannot cut ${formatShape(x.shape)} along the batch.`);
  const vector = (value: number) => x.graph.constant([value], [1], 'int64');
  const shape = x.shape.map((size, i) => (i === axis ? Math.ceil((end - start) / step) : size));
  return x.graph.add('Slice', [x, vector(start), vector(end), vector(axis), vector(step)], { shape });
}

/** Surrounds x with a value: before[i] and after[i] times on axis i. */
export function pad(x: Value, before: readonly number[], after: readonly number[], value = 0): Value {
  if ([...before, ...after].every((n) => n === 0)) return x;
  const shape = x.shape.map((size, i) => (size < 0 ? size : size + before[i]! + after[i]!));
  const pads = x.graph.constant([...before, ...after], [2 * before.length], 'int64');
  const inputs = value === 0 ? [x, pads] : [x, pads, x.graph.constant(value, [], x.type)];
  return x.graph.add('Pad', inputs, { shape });
}

/** The size of the batch as a scalar of int64; x is any value with an axis that depends on it. */
function batchLength(x: Value): Value {
  const { graph, shape } = x;
  const axis = shape.findIndex((size) => size < 0);
  const int64 = { shape: [], type: 'int64' } as const;
  const index = graph.constant(axis, [], 'int64');
  const length = graph.add('Gather', [shapeOf(x), index], int64, { axis: { int: 0 } });
  return shape[axis] === BATCH
    ? length
    : graph.add('Div', [length, graph.constant(-shape[axis]!, [], 'int64')], int64);
}

/** The size of the batch as a scalar of x's type; x is any value with an axis that depends on it. */
export function batchSize(x: Value): Value {
  return cast(batchLength(x), x.type);
}

/** 0, 1, 2, … for each sample of the batch, as a column [batch, 1] of int64. */
export function batchPositions(x: Value): Value {
  const { graph } = x;
  const [zero, one] = [graph.constant(0, [], 'int64'), graph.constant(1, [], 'int64')];
  const range = graph.add('Range', [zero, batchLength(x), one], { shape: [BATCH], type: 'int64' });
  return reshape(range, [BATCH, 1]);
}
