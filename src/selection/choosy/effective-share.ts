/**
 * The effective share of samples: how large a share of them would do, were all as important as the important ones.
 * 1 if all have the same importance, 1/n if one of n has it all: n_eff / n = (Σ w x)² / (Σ w · Σ w x²), where each
 * sample seen stands for w of them (Kish, Survey Sampling, 1965, of weights; here of importances x, and w the inverse
 * of the chance that the sample is seen, as Horvitz and Thompson 1952).
 *
 * @param seen The samples that count.
 * @param importances Of all samples, none negative.
 * @param weights Of all samples.
 * @returns 1, too, if none of them has any importance.
 */
export function effectiveShare(seen: Uint32Array, importances: Float32Array, weights: Float32Array): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let i = 0; i < seen.length; i++) {
    const weight = weights[seen[i]!]!;
    const importance = importances[seen[i]!]!;
    count += weight;
    sum += weight * importance;
    squares += weight * importance * importance;
  }
  return squares > 0 ? (sum * sum) / (count * squares) : 1;
}
