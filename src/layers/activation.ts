import { oneOf } from '../core/check.js';
import { ops as op, type Value } from '../graph/index.js';

const inverseSqrt2 = Math.SQRT1_2;

/** Activation functions by the names that Keras gives them; leakyRelu has Keras' slope of 0.2. */
const activations = {
  linear: (x: Value) => x,
  relu: op.relu,
  leakyRelu: (x: Value) => op.leakyRelu(x, 0.2),
  elu: (x: Value) => op.elu(x, 1),
  /** x · Φ(x), exactly (Hendrycks and Gimpel 2016). */
  gelu: (x: Value) => op.mul(op.mul(0.5, x), op.add(1, op.erf(op.mul(x, inverseSqrt2)))),
  tanh: op.tanh,
  sigmoid: op.sigmoid,
  softmax: (x: Value) => op.softmax(x),
};

export type ActivationName = keyof typeof activations;

export const activationName = oneOf(...(Object.keys(activations) as ActivationName[]));

export const activate = (name: ActivationName, x: Value): Value => activations[name](x);

/** Activations that never fall where their input rises, so that the maximum may be taken before them. */
export const isMonotone = (name: ActivationName): boolean => name !== 'gelu' && name !== 'softmax';
