import { checkOptions, finiteNumber } from '../core/check.js';
import { ops as op } from '../graph/index.js';
import type { Layer } from './layer.js';

/** `x · scale + offset`; with 1 / 255 it turns bytes into numbers from 0 to 1. Keras: `Rescaling`. */
export function rescaling(scale: number, { offset = 0 }: { readonly offset?: number } = {}): Layer {
  checkOptions('rescaling', { scale: finiteNumber, offset: finiteNumber }, { scale, offset });
  return {
    type: 'Rescaling',
    build: (inputShape) => ({
      outputShape: inputShape,
      weights: [],
      apply: (x) => (offset === 0 ? op.mul(x, scale) : op.add(op.mul(x, scale), offset)),
    }),
  };
}
