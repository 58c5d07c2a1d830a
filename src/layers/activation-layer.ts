import { checkOptions } from '../core/check.js';
import { activate, activationName, type ActivationName } from './activation.js';
import { toSampleRows } from './image.js';
import type { Layer } from './layer.js';

/** Applies an activation function to every value (softmax: along the last axis). Keras: `Activation`. */
export function activation(name: ActivationName): Layer {
  checkOptions('activation', { name: activationName }, { name });
  return {
    type: 'Activation',
    build: (shape) => ({
      outputShape: shape,
      weights: [],
      apply: (x) => activate(name, name === 'softmax' ? toSampleRows(x, shape) : x),
    }),
  };
}
