import { gradients, round, weights } from './memory';

/**
 * The effective share of the samples of a round: how large a share of all would do, were all as important as the important
 * ones. 1 if all have the same importance, 1/n if one of n has it all: n_eff / n = (Σ w x)² / (Σ w · Σ w x²), where each
 * sample seen stands for w of them (Kish, Survey Sampling, 1965, of weights; here of importances x, and w the inverse of
 * the chance that the sample is seen, as Horvitz and Thompson 1952). The norm of its gradient is how important a sample is.
 *
 * @returns 1, too, if no sample has any importance.
 */
export function effectiveShare(length: i32): f64 {
  let count: f64 = 0;
  let sum: f64 = 0;
  let squares: f64 = 0;
  for (let i = 0; i < length; i++) {
    const at = load<u32>(round + (i << 2)) << 2;
    const weight = <f64>load<f32>(weights + at);
    const importance = <f64>load<f32>(gradients + at);
    count += weight;
    sum += weight * importance;
    squares += weight * importance * importance;
  }
  return squares > 0 ? (sum * sum) / (count * squares) : 1;
}
