import { FileFormatError } from '../core/errors.js';
import { decodeSafetensors, encodeSafetensors } from '../core/safetensors.js';
import { formatShape, sameShape, sizeOf } from '../core/shape.js';
import type { Model, WeightValues } from '../layers/index.js';
import { checkWeights } from './check-fit.js';

/** Weights as the bytes of a safetensors file, each tensor under its path, such as `dense_1/kernel`. */
export function encodeWeights(model: Model, weights: WeightValues): Uint8Array {
  checkWeights(model, weights);
  const tensors = model.weights.map(({ path, shape, offset, trainable }) => {
    const vector = trainable ? weights.parameters : weights.statistics;
    return [path, { shape, data: vector.subarray(offset, offset + sizeOf(shape)) }] as const;
  });
  return encodeSafetensors({ tensors: Object.fromEntries(tensors), metadata: { format: 'choosy' } });
}

/**
 * Reads weights for a model from a safetensors file.
 *
 * @throws FileFormatError if the file is damaged, or its tensors are not those of the model.
 */
export function decodeWeights(model: Model, bytes: Uint8Array): WeightValues {
  const { tensors } = decodeSafetensors(bytes, 'The file of weights');
  const weights = {
    parameters: new Float32Array(model.parameterCount),
    statistics: new Float32Array(model.statisticCount),
  };
  for (const { path, shape, offset, trainable } of model.weights) {
    const tensor = tensors[path];
    if (!(tensor?.data instanceof Float32Array) || !sameShape(tensor.shape, shape)) {
      const found = !tensor
        ? 'does not have it'
        : tensor.data instanceof Float32Array
          ? `has it with shape ${formatShape(tensor.shape)}`
          : 'has it in another type than float32';
      throw new FileFormatError(
        `The model needs "${path}" of shape ${formatShape(shape)}, but the file of weights ${found}; ` +
          'load the weights of a model with the same layers.',
      );
    }
    (trainable ? weights.parameters : weights.statistics).set(tensor.data, offset);
  }
  return weights;
}
