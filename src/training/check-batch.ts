import { SelectorError } from '../core/errors.js';
import type { Batch, BatchSelector } from './selector.js';

/**
 * Checks a batch and turns its weights into the coefficients of the losses.
 *
 * @param coefficients Receives weight / divisor for each sample of the batch.
 */
export function writeCoefficients(batch: Batch, coefficients: Float32Array): void {
  const { indices, weights } = batch;
  if (!weights) {
    coefficients.fill(1 / (batch.divisor ?? indices.length));
    return;
  }
  let divisor = batch.divisor ?? 0;
  if (batch.divisor === undefined) for (let i = 0; i < weights.length; i++) divisor += weights[i]!;
  for (let i = 0; i < weights.length; i++) coefficients[i] = weights[i]! / divisor;
}

/**
 * Refuses a batch that cannot be trained on.
 *
 * @throws SelectorError that names the selector, the step, and what is wrong with the batch.
 */
export function checkBatch(
  batch: Batch,
  {
    selector,
    step,
    size,
    batchSize,
  }: { selector: BatchSelector; step: number; size: number; batchSize: number },
): void {
  const fail = (what: string, mend: string) => {
    throw new SelectorError(`The selector "${selector.name}" gave ${what} at step ${step}; ${mend}.`);
  };
  if (typeof batch?.indices !== 'object') fail('no batch', 'select() must return { indices }');
  const { indices, weights, divisor, learningRateScale, scheduleSteps } = batch;
  if (!(indices instanceof Uint32Array))
    fail('indices that are not a Uint32Array', 'use Uint32Array.from(indices)');
  if (indices.length === 0) fail('an empty batch', 'a batch has at least one sample');
  if (indices.length > batchSize) {
    fail(`${indices.length} samples`, `a batch has at most batchSize (${batchSize}) of them`);
  }
  for (let i = 0; i < indices.length; i++) {
    if (indices[i]! >= size)
      fail(`the index ${indices[i]}`, `the ${size} samples have the indices 0 to ${size - 1}`);
  }
  const checkFactor = (name: string, factor: number | undefined) => {
    if (factor !== undefined && !(factor > 0 && factor < Infinity)) {
      fail(`the ${name} ${factor}`, 'it must be a positive number');
    }
  };
  checkFactor('divisor', divisor);
  checkFactor('learningRateScale', learningRateScale);
  checkFactor('scheduleSteps', scheduleSteps);
  if (!weights) return;
  if (!(weights instanceof Float32Array)) {
    fail('weights that are not a Float32Array', 'use Float32Array.from(weights)');
  }
  if (weights.length !== indices.length) {
    fail(`weights of length ${weights.length} for ${indices.length} samples`, 'give one weight a sample');
  }
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity)) {
      fail(`the weight ${weight} for sample ${indices[i]}`, 'weights are finite and not negative');
    }
    sum += weight;
  }
  if (sum === 0) fail('weights that are all 0', 'at least one must be positive');
}
