import { checkOptions, finiteNumber } from '../core/check.js';
import { BATCH, sizeOf } from '../core/shape.js';
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
      apply(x) {
        // As a matrix, since ONNX Runtime is twenty times slower where the last axis has the size 1.
        const flat = op.reshape(x, [BATCH, sizeOf(inputShape)]);
        const scaled = op.mul(flat, scale);
        return op.reshape(offset === 0 ? scaled : op.add(scaled, offset), x.shape);
      },
    }),
  };
}
