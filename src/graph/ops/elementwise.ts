import { broadcastShapes, sameShape } from '../../core/shape.js';
import type { ElementType, Value } from '../graph.js';
import type { OpType } from '../op-types.js';

/** A value, or a number that becomes a constant of the other operand's type. */
export type Operand = Value | number;

/** Turns numbers into constants beside the first operand that is a value. */
function operands(a: Operand, b: Operand): [Value, Value] {
  const value = typeof a === 'number' ? b : a;
  if (typeof value === 'number') throw new Error('an operation on two numbers needs no graph');
  const lift = (operand: Operand) =>
    typeof operand === 'number' ? value.graph.constant(operand, [], value.type) : operand;
  return [lift(a), lift(b)];
}

function binary(op: OpType, type?: ElementType) {
  return (a: Operand, b: Operand): Value => {
    const [x, y] = operands(a, b);
    const shape = broadcastShapes(x.shape, y.shape);
    return x.graph.add(op, [x, y], { shape, type: type ?? x.type });
  };
}

function unary(op: OpType) {
  return (x: Value): Value => x.graph.add(op, [x], { shape: x.shape });
}

export const add = binary('Add');
export const sub = binary('Sub');
const product = binary('Mul');
export const div = binary('Div');
export const max = binary('Max');
export const min = binary('Min');
export const equal = binary('Equal', 'bool');
export const greater = binary('Greater', 'bool');
export const less = binary('Less', 'bool');
/** True where the condition is false. */
export const not = (condition: Value): Value =>
  condition.graph.add('Not', [condition], { shape: condition.shape });
export const bitwiseXor = binary('BitwiseXor');

export const neg = unary('Neg');
export const abs = unary('Abs');
export const sign = unary('Sign');
export const exp = unary('Exp');
export const log = unary('Log');
export const sqrt = unary('Sqrt');
export const erf = unary('Erf');
export const relu = unary('Relu');
export const tanh = unary('Tanh');
export const sigmoid = unary('Sigmoid');

/** a · b; nothing is added to the graph if one side is known to be ones, as where a backward walk starts. */
export function mul(a: Operand, b: Operand): Value {
  if (isOnes(a) && typeof b !== 'number' && sameShape(broadcastShapes(a.shape, b.shape), b.shape)) return b;
  if (isOnes(b) && typeof a !== 'number' && sameShape(broadcastShapes(a.shape, b.shape), a.shape)) return a;
  return product(a, b);
}

/** Whether a value is the constant 1, repeated or reshaped. */
function isOnes(operand: Operand): operand is Value {
  if (typeof operand === 'number') return false;
  const { node } = operand;
  if (!node) return operand.graph.constantData(operand)?.every((number) => number === 1) ?? false;
  return (node.op === 'Expand' || node.op === 'Reshape') && isOnes(node.inputs[0]!);
}

/** x for x > 0, else slope · x. */
export function leakyRelu(x: Value, slope: number): Value {
  return x.graph.add('LeakyRelu', [x], { shape: x.shape }, { alpha: { float: slope } });
}

/** x for x > 0, else alpha · (eˣ - 1). */
export function elu(x: Value, alpha: number): Value {
  return x.graph.add('Elu', [x], { shape: x.shape }, { alpha: { float: alpha } });
}

/** a where the condition holds, else b. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  const [x, y] = operands(a, b);
  const shape = broadcastShapes(condition.shape, broadcastShapes(x.shape, y.shape));
  return x.graph.add('Where', [condition, x, y], { shape, type: x.type });
}

/** Converts to another element type; to integers by cutting off, modulo their range. */
export function cast(x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  return x.graph.add('Cast', [x], { shape: x.shape, type }, { to: { elementType: type } });
}

/** Shifts the bits of unsigned integers to the right. */
export function shiftRight(x: Value, bits: number): Value {
  const amount = x.graph.constant(bits, [], x.type);
  return x.graph.add('BitShift', [x, amount], { shape: x.shape }, { direction: { text: 'RIGHT' } });
}

/** x². */
export const square = (x: Value): Value => mul(x, x);
