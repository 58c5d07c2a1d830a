import { z } from 'zod';
import { checkOptions, oneOf } from '../core/check.js';
import { averagePool, maxPool, type Pair, windowPlaces, type WindowPlaces } from '../graph/blocks/index.js';
import { ops as op, type Value } from '../graph/index.js';
import { imageSize, isImage, toImage } from './image.js';
import type { Layer } from './layer.js';

export interface Pool2dOptions {
  /** By default the pool size, so that windows do not overlap. */
  readonly strides?: number | Pair;
  readonly padding?: 'valid' | 'same';
}

const mustBe = 'must be a positive integer or a pair of them, [height, width]';
const size = z.int(mustBe).positive(mustBe);
export const positivePair = z.union([size, z.tuple([size, size], mustBe)], mustBe);

export const pair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

/** A pooling layer, with what another layer needs to do its work. */
export interface Pool2dLayer extends Layer {
  readonly padding: 'valid' | 'same';
  windowPlaces(image: Pair): WindowPlaces;
}

function pool2d(
  owner: string,
  type: string,
  pool: (x: Value, window: WindowPlaces) => Value,
  poolSize: number | Pair,
  { strides = poolSize, padding = 'valid' }: Pool2dOptions,
): Pool2dLayer {
  const schemas = { poolSize: positivePair, strides: positivePair, padding: oneOf('valid', 'same') };
  checkOptions(owner, schemas, { poolSize, strides, padding });
  const places = (image: Pair) =>
    windowPlaces(image, { size: pair(poolSize), strides: pair(strides), padding });
  return {
    type,
    padding,
    windowPlaces: places,
    build(inputShape) {
      const image = imageSize(type, inputShape);
      const window = places(image.size);
      return {
        outputShape: [...window.places, image.channels],
        weights: [],
        apply: (x) => pool(toImage(x), window),
      };
    },
  };
}

/** Highest value under a window, for each channel of images `[height, width, channels]`. Keras: `MaxPooling2D`. */
export function maxPool2d(poolSize: number | Pair = 2, options: Pool2dOptions = {}): Pool2dLayer {
  return pool2d('maxPool2d', 'MaxPooling2D', maxPool, poolSize, options);
}

/** Mean under a window, padding not counted. Keras: `AveragePooling2D`. */
export function averagePool2d(poolSize: number | Pair = 2, options: Pool2dOptions = {}): Pool2dLayer {
  return pool2d('averagePool2d', 'AveragePooling2D', averagePool, poolSize, options);
}

export const isMaxPool2d = (layer: Layer): layer is Pool2dLayer => layer.type === 'MaxPooling2D';

/** Mean over all of an image, for each channel. Keras: `GlobalAveragePooling2D`. */
export function globalAveragePool2d(): Layer {
  return {
    type: 'GlobalAveragePooling2D',
    build(inputShape) {
      const { channels } = imageSize('GlobalAveragePooling2D', inputShape);
      return {
        outputShape: [channels],
        weights: [],
        apply: (x) =>
          isImage(x)
            ? op.transpose(op.reduceMean(x, { axes: [1] }), [1, 0])
            : op.reduceMean(x, { axes: [1, 2] }),
      };
    },
  };
}
