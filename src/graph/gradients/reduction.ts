import { type Shape, sizeOf } from '../../core/shape.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import { constantOf, type GradientTable, type RuleContext } from './rule.js';

/** The gradient of a reduced value, with the reduced axes put back as size 1 and repeated. */
function spreadBack(context: RuleContext, dy: Value): Value {
  return op.expandLike(op.reshape(dy, keptShape(context)), context.x(0));
}

/** Shape of the reduced value as it would be with keepDims. */
function keptShape(context: RuleContext): Shape {
  const axes = new Set(constantOf(context, 1));
  return context.x(0).shape.map((size, axis) => (axes.has(axis) ? 1 : size));
}

function toExtreme(context: RuleContext): Value {
  const { x, y, dy } = context;
  const shape = keptShape(context);
  const isExtreme = op.cast(op.equal(x(0), op.reshape(y(), shape)), dy().type);
  const share = op.div(isExtreme, op.reduceSum(isExtreme, { axes: constantOf(context, 1), keepDims: true }));
  return op.mul(share, op.reshape(dy(), shape));
}

export const reductionGradients = {
  // Every summand gets the gradient of the sum.
  ReduceSum: [(c) => spreadBack(c, c.dy()), null],
  // The same, over the number of values.
  ReduceMean: [
    (c) => {
      const count = sizeOf(c.x(0).shape) / sizeOf(c.y().shape);
      const mean = count > 0 ? op.div(c.dy(), count) : op.div(op.div(c.dy(), -count), op.batchSize(c.x(0)));
      return spreadBack(c, mean);
    },
    null,
  ],
  // Entries equal to the extreme share its gradient equally.
  ReduceMax: [toExtreme, null],
  ReduceMin: [toExtreme, null],
  // (√Σx²)' = Σ x x' / y
  ReduceL2: [(c) => op.mul(spreadBack(c, op.div(c.dy(), c.y())), c.x(0)), null],
  ArgMax: 'none',
  // dx = y (dy - Σ dy y)
  Softmax: [
    ({ y, dy }) => {
      const last = [y().shape.length - 1];
      const sum = op.reduceSum(op.mul(dy(), y()), { axes: last, keepDims: true });
      return op.mul(y(), op.sub(dy(), sum));
    },
  ],
  // dx = dy - eʸ Σ dy
  LogSoftmax: [
    ({ y, dy }) => {
      const sum = op.reduceSum(dy(), { axes: [y().shape.length - 1], keepDims: true });
      return op.sub(dy(), op.mul(op.exp(y()), sum));
    },
  ],
} satisfies Partial<GradientTable>;
