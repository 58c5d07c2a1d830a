import { checkOptions, fraction } from '../core/check.js';
import { sizeOf } from '../core/shape.js';
import { ops as op, type Value } from '../graph/index.js';
import { isImage } from './image.js';
import type { Layer } from './layer.js';

/**
 * In training, sets each value to 0 with the given probability and divides the others by 1 - rate; otherwise
 * does nothing (Srivastava et al. 2014). Keras: `Dropout`.
 *
 * Every training step draws a new mask. It depends only on the run's seed, the step, and the place of the layer
 * and of the value, so a resumed run draws the same ones.
 */
export function dropout(rate: number): Layer {
  checkOptions('dropout', { rate: fraction }, { rate });
  return {
    type: 'Dropout',
    build: (inputShape) => ({
      outputShape: inputShape,
      weights: [],
      apply(x, { training, randomKey, index }) {
        if (!training || rate === 0) return x;
        const kept = op.greater(randomBits(x, randomKey!, index), Math.round(rate * 2 ** 32) - 1);
        return op.mul(x, op.mul(op.cast(kept, x.type), 1 / (1 - rate)));
      },
    }),
  };
}

/** For every value of x, 32 bits that look random: a hash of the key, the layer and the value's place. */
function randomBits(x: Value, key: Value, layer: number): Value {
  const { graph } = x;
  const size = Math.abs(sizeOf(x.shape));
  const sampleShape = isImage(x) ? [...x.shape.slice(0, -1), 1] : [1, ...x.shape.slice(1)];
  const place = graph.constant([...Array(size).keys()], sampleShape, 'uint32');
  const sample = op.cast(op.batchPositions(x), 'uint32');
  const layerKey = op.bitwiseXor(key, (layer * 0x9e3779b9) >>> 0);
  const sampleKey = hash(op.bitwiseXor(hash(sample), layerKey));
  const rank = x.shape.map(() => 1);
  const keyShape = isImage(x) ? [...rank.slice(1), -1] : [-1, ...rank.slice(1)];
  return hash(op.add(place, op.reshape(sampleKey, keyShape)));
}

/** A mixing of 32 bits in which every bit depends on every other (C. Wellons, "lowbias32", 2018). */
function hash(x: Value): Value {
  const first = op.mul(op.bitwiseXor(x, op.shiftRight(x, 16)), 0x7feb352d);
  const second = op.mul(op.bitwiseXor(first, op.shiftRight(first, 15)), 0x846ca68b);
  return op.bitwiseXor(second, op.shiftRight(second, 16));
}
