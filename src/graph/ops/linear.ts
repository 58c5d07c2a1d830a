import { ShapeError } from '../../core/errors.js';
import { broadcastShapes, formatShape } from '../../core/shape.js';
import type { Value } from '../graph.js';

/** Matrix product over the last two axes; the axes before them are broadcast. */
export function matmul(a: Value, b: Value): Value {
  const [rows, innerA] = a.shape.slice(-2);
  const [innerB, columns] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2 || innerA !== innerB) {
    throw new ShapeError(`MatMul cannot multiply ${formatShape(a.shape)} by ${formatShape(b.shape)}.`);
  }
  const outer = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return a.graph.add('MatMul', [a, b], { shape: [...outer, rows!, columns!] });
}

/** a·b + c for matrices, each optionally transposed, with c broadcast: one pass instead of two or three. */
export function gemm(
  a: Value,
  b: Value,
  c?: Value,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Value {
  const [rows, innerA] = transposeA ? [a.shape[1], a.shape[0]] : a.shape;
  const [innerB, columns] = transposeB ? [b.shape[1], b.shape[0]] : b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || innerA !== innerB) {
    throw new ShapeError(`Gemm cannot multiply ${formatShape(a.shape)} by ${formatShape(b.shape)}.`);
  }
  return a.graph.add(
    'Gemm',
    c ? [a, b, c] : [a, b],
    { shape: [rows!, columns!] },
    { transA: { int: transposeA ? 1 : 0 }, transB: { int: transposeB ? 1 : 0 } },
  );
}

/** Permutes the axes: axis i of the result is axis order[i] of x. Without an order the axes are reversed. */
export function transpose(x: Value, order: readonly number[] = x.shape.map((_, i) => i).reverse()): Value {
  const shape = order.map((axis) => x.shape[axis]!);
  return x.graph.add('Transpose', [x], { shape }, { perm: { ints: order } });
}
