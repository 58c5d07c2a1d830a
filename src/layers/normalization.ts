import { checkOptions, fraction, positiveNumber } from '../core/check.js';
import { ops as op, type Value } from '../graph/index.js';
import { isImage, toSampleRows } from './image.js';
import { type Initializer, ones, zeros } from './initializers.js';
import { type Layer, trained } from './layer.js';

export interface BatchNormalizationOptions {
  /** How much of the moving mean and variance stays at each training step. */
  readonly momentum?: number;
  /** Added to the variance. */
  readonly epsilon?: number;
}

/**
 * Normalizes each channel (last axis) by its mean and variance: those of the batch in training, where moving
 * averages of them are kept, and the averages otherwise (Ioffe and Szegedy 2015). Keras: `BatchNormalization`.
 *
 * Weights: gamma, beta, movingMean, movingVariance, each `[channels]`.
 */
export function batchNormalization({
  momentum = 0.99,
  epsilon = 1e-3,
}: BatchNormalizationOptions = {}): Layer {
  checkOptions('batchNormalization', { momentum: fraction, epsilon: positiveNumber }, { momentum, epsilon });
  const moving = (name: string, channels: number, initializer: Initializer) => ({
    name,
    shape: [channels],
    initializer,
    trainable: false,
  });
  return {
    type: 'BatchNormalization',
    build(inputShape) {
      const channels = inputShape.at(-1)!;
      return {
        outputShape: inputShape,
        weights: [
          trained('gamma', [channels], ones),
          trained('beta', [channels], zeros),
          moving('movingMean', channels, zeros),
          moving('movingVariance', channels, ones),
        ],
        apply(x, { training, weights, update }) {
          const channelAxis = isImage(x) ? 0 : x.shape.length - 1;
          const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== channelAxis);
          const perChannel = (value: Value) =>
            op.reshape(
              value,
              x.shape.map((_, axis) => (axis === channelAxis ? channels : 1)),
            );
          let mean = perChannel(weights['movingMean']!);
          let variance = perChannel(weights['movingVariance']!);
          if (training) {
            mean = op.reduceMean(x, { axes, keepDims: true });
            variance = op.reduceMean(op.square(op.sub(x, mean)), { axes, keepDims: true });
            for (const [name, value] of [
              ['movingMean', mean],
              ['movingVariance', variance],
            ] as const) {
              const batchValue = op.reshape(value, [channels]);
              update(name, op.add(op.mul(weights[name]!, momentum), op.mul(batchValue, 1 - momentum)));
            }
          }
          const scale = op.div(perChannel(weights['gamma']!), op.sqrt(op.add(variance, epsilon)));
          return op.add(op.mul(op.sub(x, mean), scale), perChannel(weights['beta']!));
        },
      };
    },
  };
}

/**
 * Normalizes each sample along its last axis by mean and variance there (Ba et al. 2016).
 * Keras: `LayerNormalization`. Weights: gamma and beta, each `[channels]`.
 */
export function layerNormalization({ epsilon = 1e-3 }: { readonly epsilon?: number } = {}): Layer {
  checkOptions('layerNormalization', { epsilon: positiveNumber }, { epsilon });
  return {
    type: 'LayerNormalization',
    build(inputShape) {
      const channels = inputShape.at(-1)!;
      return {
        outputShape: inputShape,
        weights: [trained('gamma', [channels], ones), trained('beta', [channels], zeros)],
        apply(input, { weights }) {
          const x = toSampleRows(input, inputShape);
          const last = { axes: [x.shape.length - 1], keepDims: true };
          const centered = op.sub(x, op.reduceMean(x, last));
          const variance = op.reduceMean(op.square(centered), last);
          const normalized = op.div(centered, op.sqrt(op.add(variance, epsilon)));
          return op.add(op.mul(normalized, weights['gamma']!), weights['beta']!);
        },
      };
    },
  };
}
