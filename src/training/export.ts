import { encodeOnnx, type ElementType } from '../graph/index.js';
import type { Model, WeightValues } from '../layers/index.js';
import { checkWeights } from './check-fit.js';
import { buildForwardGraph } from './compile.js';

export interface ExportOptions {
  readonly model: Model;
  readonly weights: WeightValues;
  /** How the file takes samples; float32 by default. */
  readonly inputType?: Extract<ElementType, 'float32' | 'int32' | 'uint8'>;
}

/**
 * A trained model as an ONNX file for inference, with its weights inside: input `x` [batch, ...inputShape], output
 * `logits` [batch, ...outputShape]. Any ONNX runtime opens it.
 */
export function exportOnnx({
  model,
  weights,
  inputType = model.tokens === undefined ? 'float32' : 'int32',
}: ExportOptions): Uint8Array {
  checkWeights(model, weights);
  return encodeOnnx(buildForwardGraph({ model, weights, types: { features: inputType } }));
}
