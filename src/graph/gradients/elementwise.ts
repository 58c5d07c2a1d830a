import * as op from '../ops/index.js';
import type { Value } from '../graph.js';
import type { GradientTable } from './rule.js';

/** 1 where the condition holds, else 0. */
const indicator = (condition: Value, like: Value) => op.cast(condition, like.type);

const alphaOf = (attributes: Record<string, unknown>) => (attributes['alpha'] as { float: number }).float;

export const elementwiseGradients = {
  // (a + b)' = a' + b'
  Add: [({ dy }) => dy(), ({ dy }) => dy()],
  // (a - b)' = a' - b'
  Sub: [({ dy }) => dy(), ({ dy }) => op.neg(dy())],
  // (ab)' = a'b + ab'
  Mul: [({ x, dy }) => op.mul(dy(), x(1)), ({ x, dy }) => op.mul(dy(), x(0))],
  // (a/b)' = (a' - y b') / b
  Div: [({ x, dy }) => op.div(dy(), x(1)), ({ x, y, dy }) => op.neg(op.div(op.mul(dy(), y()), x(1)))],
  // (-x)' = -x'
  Neg: [({ dy }) => op.neg(dy())],
  // |x|' = sign(x) x'
  Abs: [({ x, dy }) => op.mul(dy(), op.sign(x(0)))],
  Sign: 'none',
  // (eˣ)' = y x'
  Exp: [({ y, dy }) => op.mul(dy(), y())],
  // (ln x)' = x' / x
  Log: [({ x, dy }) => op.div(dy(), x(0))],
  // (√x)' = x' / 2y
  Sqrt: [({ y, dy }) => op.div(dy(), op.mul(2, y()))],
  // erf(x)' = 2/√π e^(-x²) x'
  Erf: [({ x, dy }) => op.mul(dy(), op.mul(2 / Math.sqrt(Math.PI), op.exp(op.neg(op.square(x(0))))))],
  // relu(x)' = x' where y > 0
  Relu: [({ y, dy }) => op.mul(dy(), indicator(op.greater(y(), 0), dy()))],
  // x' where x > 0, else alpha x'
  LeakyRelu: [
    ({ x, dy, attributes }) => op.where(op.greater(x(0), 0), dy(), op.mul(alphaOf(attributes), dy())),
  ],
  // x' where x > 0, else (y + alpha) x'
  Elu: [
    ({ x, y, dy, attributes }) =>
      op.where(op.greater(x(0), 0), dy(), op.mul(dy(), op.add(y(), alphaOf(attributes)))),
  ],
  // tanh(x)' = (1 - y²) x'
  Tanh: [({ y, dy }) => op.mul(dy(), op.sub(1, op.square(y())))],
  // σ(x)' = y (1 - y) x'
  Sigmoid: [({ y, dy }) => op.mul(dy(), op.mul(y(), op.sub(1, y())))],
  // The larger operand gets the gradient; of equals, the first.
  Max: [
    ({ x, dy }) => op.sub(dy(), op.mul(dy(), indicator(op.less(x(0), x(1)), dy()))),
    ({ x, dy }) => op.mul(dy(), indicator(op.less(x(0), x(1)), dy())),
  ],
  // The smaller operand gets the gradient; of equals, the first.
  Min: [
    ({ x, dy }) => op.sub(dy(), op.mul(dy(), indicator(op.greater(x(0), x(1)), dy()))),
    ({ x, dy }) => op.mul(dy(), indicator(op.greater(x(0), x(1)), dy())),
  ],
  // Each side gets the gradient where it was taken.
  Where: [null, ({ x, dy }) => op.where(x(0), dy(), 0), ({ x, dy }) => op.where(x(0), 0, dy())],
  // Between real types the gradient is cast back; integers have none (the walk never asks for it).
  Cast: [({ x, dy }) => op.cast(dy(), x(0).type)],
  Identity: [({ dy }) => dy()],
  Equal: 'none',
  Greater: 'none',
  Less: 'none',
  Not: 'none',
  BitShift: 'none',
  BitwiseXor: 'none',
} satisfies Partial<GradientTable>;
