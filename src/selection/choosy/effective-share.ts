/**
 * The effective share of samples: how large a share of them would do, were all as important as the important ones.
 * 1 if all have the same importance, 1/n if one of n has it all: n_eff / n = (Σ w x)² / (Σ w · Σ w x²), where each
 * sample seen stands for w of them (Kish, Survey Sampling, 1965, of weights; here of importances x, and w the inverse
 * of the chance that the sample is seen, as Horvitz and Thompson 1952).
 */
export class EffectiveShare {
  /** For `state`: Σ w, Σ w x and Σ w x². */
  readonly sums = new Float64Array(3);

  /** @param importance Not negative. */
  add(importance: number, weight: number): void {
    const { sums } = this;
    sums[0]! += weight;
    sums[1]! += weight * importance;
    sums[2]! += weight * importance * importance;
  }

  /** The share by the samples added since the last time; 1 if none of them has any importance. */
  take(): number {
    const [count, sum, squares] = this.sums as unknown as [number, number, number];
    this.sums.fill(0);
    return squares > 0 ? (sum * sum) / (count * squares) : 1;
  }
}
