import { BATCH, sizeOf } from '../core/shape.js';
import { ops as op } from '../graph/index.js';
import { toSampleRows } from './image.js';
import type { Layer } from './layer.js';

/** Joins all axes of a sample into one, row-major. Keras: `Flatten`. */
export function flatten(): Layer {
  return {
    type: 'Flatten',
    build: (inputShape) => ({
      outputShape: [sizeOf(inputShape)],
      weights: [],
      apply: (x) => op.reshape(toSampleRows(x, inputShape), [BATCH, sizeOf(inputShape)]),
      outputMask: () => undefined,
    }),
  };
}
