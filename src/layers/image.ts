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

/** [channels, positions, batch] from either form. */
export function toImage(x: Value): Value {
  if (isImage(x)) return x;
  const [, height, width, channels] = x.shape as [number, number, number, number];
  if (channels === 1) {
    return op.reshape(op.transpose(op.reshape(x, [BATCH, height * width]), [1, 0]), [
      1,
      height * width,
      BATCH,
    ]);
  }
  return op.transpose(op.reshape(x, [BATCH, height * width, channels]), [2, 1, 0]);
}

/** [batch, ...shape] from either form, where shape is that of one sample. */
export function toSampleRows(x: Value, shape: Shape): Value {
  if (!isImage(x)) return x;
  return op.reshape(op.transpose(x, [2, 1, 0]), [BATCH, ...shape]);
}
