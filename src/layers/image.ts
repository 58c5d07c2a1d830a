import { ShapeError } from '../core/errors.js';
import { BATCH, formatShape, type Shape } from '../core/shape.js';
import { ops as op, type Value } from '../graph/index.js';
import type { Pair } from '../graph/blocks/index.js';

// Between layers, samples of shape [height, width, channels] are held in one of two ways:
// as rows, [batch, height, width, channels], or as an image, [channels, height · width, batch], which is how
// convolution and pooling are fast. Which one it is can be seen from where the batch is.

/** Height, width and channels of a sample. */
export interface ImageSize {
  readonly size: Pair;
  readonly channels: number;
}

/** Reads a sample's shape as that of an image. */
export function imageSize(layer: string, shape: Shape): ImageSize {
  if (shape.length !== 3) {
    throw new ShapeError(
      `${layer} needs images of shape [height, width, channels], but its input has the shape ` +
        `${formatShape(shape)}; give the model an inputShape such as [28, 28, 1].`,
    );
  }
  const [height, width, channels] = shape as [number, number, number];
  return { size: [height, width], channels };
}

export const isImage = (x: Value): boolean => x.shape[0] !== BATCH;

// Both conversions go by way of [positions, channels, batch]: turning a matrix and moving whole rows are fast, while
// a transpose of three axes at once copies value by value.

/** [channels, positions, batch] from either form. */
export function toImage(x: Value): Value {
  if (isImage(x)) return x;
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const turned = op.transpose(op.reshape(x, [BATCH, height * width * channels]), [1, 0]);
  if (channels === 1) return op.reshape(turned, [1, height * width, BATCH]);
  return op.transpose(op.reshape(turned, [height * width, channels, BATCH]), [1, 0, 2]);
}

/** [batch, ...shape] from either form, where shape is that of one sample. */
export function toSampleRows(x: Value, shape: Shape): Value {
  if (!isImage(x)) return x;
  const [channels, positions] = x.shape as [number, number, number];
  const byPosition = op.reshape(op.transpose(x, [1, 0, 2]), [positions * channels, BATCH]);
  return op.reshape(op.transpose(byPosition, [1, 0]), [BATCH, ...shape]);
}
