import type { Signals } from './selector.js';

/**
 * What a graph gave, as signals: where it gave the gradients at the logits, their norms are computed from them, since
 * another output would take longer.
 */
export function withGradientNorms(outputs: Record<string, Float32Array>): Signals {
  const { loss, logitGradient } = outputs;
  if (logitGradient) outputs['gradientNorm'] = rowNorms(logitGradient, loss!.length);
  return outputs as Signals;
}

function rowNorms(rows: Float32Array, count: number): Float32Array {
  const width = rows.length / count;
  const norms = new Float32Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let squares = 0;
    for (let k = 0; k < width; k++, at++) squares += rows[at]! * rows[at]!;
    norms[i] = Math.sqrt(squares);
  }
  return norms;
}
