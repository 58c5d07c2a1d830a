import { sizeOf } from '../../core/shape.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import type { GradientTable, RuleContext } from './rule.js';

/** Swaps the last two axes. */
function transposeMatrices(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  return op.transpose(x, [...axes.slice(0, -2), last, last - 1]);
}

/** Joins all axes but the last, so that many products with one matrix become one product. */
const flattenRows = (x: Value) => {
  const rows = sizeOf(x.shape.slice(0, -1));
  return op.reshape(x, [rows, x.shape.at(-1)!]);
};

/** dA = dY·B'; for matrices, the product itself transposes. */
function matmulLeft({ x, dy }: RuleContext): Value {
  if (dy().shape.length > 2) return op.matmul(dy(), transposeMatrices(x(1)));
  return op.gemm(dy(), x(1), undefined, { transposeB: true });
}

/** dB = A'·dY; if B is one matrix for all of A's outer axes, these are summed by the product itself. */
function matmulRight({ x, dy }: RuleContext): Value {
  if (x(1).shape.length > 2) return op.matmul(transposeMatrices(x(0)), dy());
  return op.gemm(flattenRows(x(0)), flattenRows(dy()), undefined, { transposeA: true });
}

const isTransposed = ({ attributes }: RuleContext, name: 'transA' | 'transB') =>
  (attributes[name] as { int: number }).int === 1;

export const linearGradients = {
  // Y = AB: dA = dY·B', dB = A'·dY
  MatMul: [matmulLeft, matmulRight],
  // Y = op(A) op(B) + C, where op may transpose
  Gemm: [
    (c) => {
      const transposeB = !isTransposed(c, 'transB');
      return isTransposed(c, 'transA')
        ? op.gemm(c.x(1), c.dy(), undefined, { transposeA: !transposeB, transposeB: true })
        : op.gemm(c.dy(), c.x(1), undefined, { transposeB });
    },
    (c) => {
      const transposeA = !isTransposed(c, 'transA');
      return isTransposed(c, 'transB')
        ? op.gemm(c.dy(), c.x(0), undefined, { transposeA: true, transposeB: !transposeA })
        : op.gemm(c.x(0), c.dy(), undefined, { transposeA });
    },
    ({ dy }) => dy(),
  ],
  // The inverse permutation.
  Transpose: [
    ({ dy, attributes }) => {
      const order = (attributes['perm'] as { ints: readonly number[] }).ints;
      return op.transpose(
        dy(),
        order.map((_, axis) => order.indexOf(axis)),
      );
    },
  ],
} satisfies Partial<GradientTable>;
