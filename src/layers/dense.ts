import { initializer, checkOptions, positiveInteger, yesOrNo } from '../core/check.js';
import { ShapeError } from '../core/errors.js';
import { BATCH, sizeOf } from '../core/shape.js';
import { ops as op } from '../graph/index.js';
import { activate, activationName, type ActivationName } from './activation.js';
import { toSampleRows } from './image.js';
import { glorotUniform, type Initializer, zeros } from './initializers.js';
import { type Layer, trained } from './layer.js';

export interface DenseOptions {
  readonly activation?: ActivationName;
  readonly useBias?: boolean;
  readonly kernelInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
}

/**
 * `activation(x · kernel + bias)`, along the last axis. Keras: `Dense`.
 *
 * @param units Size of the output's last axis. Weights: kernel `[inputs, units]`, bias `[units]`.
 */
export function dense(units: number, options: DenseOptions = {}): Layer {
  const { activation = 'linear', useBias = true } = options;
  const { kernelInitializer = glorotUniform, biasInitializer = zeros } = options;
  checkOptions(
    'dense',
    {
      units: positiveInteger,
      activation: activationName,
      useBias: yesOrNo,
      kernelInitializer: initializer,
      biasInitializer: initializer,
    },
    { units, activation, useBias, kernelInitializer, biasInitializer },
  );
  return {
    type: 'Dense',
    build(inputShape) {
      const inputs = inputShape.at(-1);
      if (inputs === undefined)
        throw new ShapeError(
          'Dense needs samples with at least one axis; give the model an inputShape such as [4].',
        );
      const outputShape = [...inputShape.slice(0, -1), units];
      return {
        outputShape,
        weights: [
          trained('kernel', [inputs, units], kernelInitializer),
          ...(useBias ? [trained('bias', [units], biasInitializer)] : []),
        ],
        apply(x, { weights }) {
          const rows = BATCH * sizeOf(inputShape.slice(0, -1));
          const flat = op.reshape(toSampleRows(x, inputShape), [rows, inputs]);
          const y = op.gemm(flat, weights['kernel']!, weights['bias']);
          return op.reshape(activate(activation, y), [BATCH, ...outputShape]);
        },
      };
    },
  };
}
