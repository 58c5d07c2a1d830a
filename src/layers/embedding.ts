import { initializer, checkOptions, nonNegativeInteger, positiveInteger } from '../core/check.js';
import { UsageError } from '../core/errors.js';
import { ops as op } from '../graph/index.js';
import { type Initializer, randomUniform } from './initializers.js';
import { type Layer, trained } from './layer.js';

export interface EmbeddingOptions {
  /** The token that stands for padding; later layers then skip it (Keras: mask_zero, with 0). */
  readonly paddingIndex?: number;
  readonly embeddingsInitializer?: Initializer;
}

/**
 * Turns tokens, integers from 0 to inputDim - 1, into vectors. Keras: `Embedding`.
 *
 * @param inputDim Number of different tokens.
 * @param outputDim Size of the vectors. Weights: embeddings `[inputDim, outputDim]`.
 */
export function embedding(inputDim: number, outputDim: number, options: EmbeddingOptions = {}): Layer {
  const { paddingIndex, embeddingsInitializer = randomUniform } = options;
  checkOptions(
    'embedding',
    {
      inputDim: positiveInteger,
      outputDim: positiveInteger,
      paddingIndex: nonNegativeInteger.optional(),
      embeddingsInitializer: initializer,
    },
    { inputDim, outputDim, paddingIndex, embeddingsInitializer },
  );
  if (paddingIndex !== undefined && paddingIndex >= inputDim) {
    throw new UsageError(
      `embedding: paddingIndex must be one of the tokens 0 to ${inputDim - 1}, got ${paddingIndex}.`,
    );
  }
  return {
    type: 'Embedding',
    build: (inputShape) => ({
      outputShape: [...inputShape, outputDim],
      tokens: inputDim,
      paddingIndex,
      weights: [trained('embeddings', [inputDim, outputDim], embeddingsInitializer)],
      apply: (x, { weights }) => op.gather(weights['embeddings']!, x),
      outputMask: (x) => (paddingIndex === undefined ? undefined : op.not(op.equal(x, paddingIndex))),
    }),
  };
}
