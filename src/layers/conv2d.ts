import { initializer, checkOptions, oneOf, positiveInteger, yesOrNo } from '../core/check.js';
import { type Pair, convolution, windowPlaces, type WindowPlaces } from '../graph/blocks/index.js';
import { ops as op } from '../graph/index.js';
import { activate, activationName, type ActivationName, isMonotone } from './activation.js';
import { imageSize, toImage, toSampleRows } from './image.js';
import { glorotUniform, type Initializer, zeros } from './initializers.js';
import { type BuiltLayer, type Layer, trained } from './layer.js';
import { isMaxPool2d, pair, positivePair } from './pool2d.js';

export interface Conv2dOptions {
  readonly strides?: number | Pair;
  readonly padding?: 'valid' | 'same';
  readonly activation?: ActivationName;
  readonly useBias?: boolean;
  readonly kernelInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
}

/**
 * Convolution of images `[height, width, channels]`. Keras: `Conv2D`.
 *
 * @param filters Channels of the output. Weights: kernel `[height, width, channels, filters]`, bias `[filters]`.
 * @param kernelSize Height and width of the filters, or one number for both.
 */
export function conv2d(filters: number, kernelSize: number | Pair, options: Conv2dOptions = {}): Layer {
  const { strides = 1, padding = 'valid', activation = 'linear', useBias = true } = options;
  const { kernelInitializer = glorotUniform, biasInitializer = zeros } = options;
  checkOptions(
    'conv2d',
    {
      filters: positiveInteger,
      kernelSize: positivePair,
      strides: positivePair,
      padding: oneOf('valid', 'same'),
      activation: activationName,
      useBias: yesOrNo,
      kernelInitializer: initializer,
      biasInitializer: initializer,
    },
    { filters, kernelSize, strides, padding, activation, useBias, kernelInitializer, biasInitializer },
  );
  const size = pair(kernelSize);
  return {
    type: 'Conv2D',
    build(inputShape) {
      const image = imageSize('Conv2D', inputShape);
      const window = windowPlaces(image.size, { size, strides: pair(strides), padding });
      const weights = [
        trained('kernel', [...size, image.channels, filters], kernelInitializer),
        ...(useBias ? [trained('bias', [filters], biasInitializer)] : []),
      ];
      const places = [...window.places, filters];
      const withPooling = (pooling?: WindowPlaces): BuiltLayer => ({
        outputShape: pooling ? [...pooling.places, filters] : places,
        weights,
        apply(x, { weights }) {
          const byChannel = op.transpose(weights['kernel']!, [2, 0, 1, 3]);
          const matrix = op.reshape(byChannel, [image.channels * size[0] * size[1], filters]);
          const y = convolution(toImage(x), matrix, window, pooling);
          const bias = weights['bias'];
          const biased = bias ? op.add(y, op.reshape(bias, [filters, 1, 1])) : y;
          // Softmax runs along the channels, which are the last axis of rows only.
          return activate(activation, activation === 'softmax' ? toSampleRows(biased, places) : biased);
        },
      });
      return {
        ...withPooling(),
        // Bias and activation never change which value is largest, so the maximum is taken before them, of
        // values that need not even be written down one by one.
        absorb: (next) =>
          isMonotone(activation) && isMaxPool2d(next) && next.padding === 'valid'
            ? withPooling(next.windowPlaces(window.places))
            : undefined,
      };
    },
  };
}
