import { initializer, checkOptions, positiveInteger, yesOrNo } from '../core/check.js';
import { ShapeError } from '../core/errors.js';
import { BATCH, formatShape, type Shape } from '../core/shape.js';
import * as blocks from '../graph/blocks/index.js';
import { ops as op, type Value } from '../graph/index.js';
import { glorotUniform, type Initializer, orthogonal } from './initializers.js';
import { type Layer, trained } from './layer.js';

export interface LstmOptions {
  /** Whether the states after all steps are given, `[steps, units]`, or only the last one, `[units]`. */
  readonly returnSequences?: boolean;
  readonly kernelInitializer?: Initializer;
  readonly recurrentInitializer?: Initializer;
}

/**
 * Long short-term memory over sequences `[steps, features]`. Keras: `LSTM`.
 *
 * Steps that an embedding marked as padding change nothing, wherever they stand. Weights: kernel
 * `[features, 4 · units]`, recurrentKernel `[units, 4 · units]`, bias `[4 · units]`; columns in Keras' order:
 * input gate, forget gate, candidate, output gate. The bias starts at 0, that of the forget gate at 1.
 */
export function lstm(units: number, options: LstmOptions = {}): Layer {
  const { returnSequences = false } = options;
  const { kernelInitializer = glorotUniform, recurrentInitializer = orthogonal } = options;
  checkOptions(
    'lstm',
    {
      units: positiveInteger,
      returnSequences: yesOrNo,
      kernelInitializer: initializer,
      recurrentInitializer: initializer,
    },
    { units, returnSequences, kernelInitializer, recurrentInitializer },
  );
  return {
    type: 'LSTM',
    build(inputShape) {
      const [steps, features] = sequenceSize(inputShape);
      return {
        outputShape: returnSequences ? [steps, units] : [units],
        weights: [
          trained('kernel', [features, 4 * units], kernelInitializer),
          trained('recurrentKernel', [units, 4 * units], recurrentInitializer),
          trained('bias', [4 * units], unitForgetBias),
        ],
        apply(x, { weights, mask }) {
          const [kernel, recurrent, bias] = ['kernel', 'recurrentKernel', 'bias'].map((name) =>
            candidateLast(weights[name]!, units),
          ) as [Value, Value, Value];
          const timeMajor = op.reshape(op.transpose(x, [1, 0, 2]), [steps * BATCH, features]);
          const states = blocks.lstm(op.gemm(timeMajor, kernel, bias), recurrent, mask && maskSteps(mask, x));
          if (!returnSequences) return states.at(-1)!;
          const rows = states.map((state) => op.unsqueeze(state, 0));
          return op.transpose(op.concat(rows, 0), [1, 0, 2]);
        },
        outputMask: (_, mask) => (returnSequences ? mask : undefined),
      };
    },
  };
}

function sequenceSize(shape: Shape): [steps: number, features: number] {
  if (shape.length !== 2) {
    throw new ShapeError(
      `LSTM needs sequences of shape [steps, features], but its input has the shape ${formatShape(shape)}; ` +
        'put an embedding before it, or reshape the samples.',
    );
  }
  return shape as unknown as [number, number];
}

const unitForgetBias: Initializer = ([size]) => {
  const units = size! / 4;
  return new Float32Array(size!).fill(1, units, 2 * units);
};

/** Moves the columns of the candidate behind those of the gates, so that one Sigmoid serves all gates. */
function candidateLast(weight: Value, units: number): Value {
  const axis = weight.shape.length - 1;
  const [input, forget, candidate, output] = op.split(weight, [units, units, units, units], axis);
  return op.concat([input!, forget!, output!, candidate!], axis);
}

/** A mask [batch, steps] of bool as a column [batch, 1] of numbers for each step. */
function maskSteps(mask: Value, like: Value): Value[] {
  const steps = mask.shape[1]!;
  return op.split(op.cast(mask, like.type), Array<number>(steps).fill(1), 1);
}
