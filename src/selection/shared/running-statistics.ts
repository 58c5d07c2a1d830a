/** Mean and variance of values seen one by one (Welford 1962). */
export class RunningStatistics {
  /** For `state`: number of values, their mean, and the sum of squared deviations from it. */
  readonly moments = new Float64Array(3);

  /** Takes a value in, unless it is not finite. */
  add(value: number): void {
    if (!Number.isFinite(value)) return;
    const { moments } = this;
    const deviation = value - this.mean;
    moments[0]!++;
    moments[1]! += deviation / this.count;
    moments[2]! += deviation * (value - this.mean);
  }

  get count(): number {
    return this.moments[0]!;
  }

  /** 0 before the first value. */
  get mean(): number {
    return this.moments[1]!;
  }

  /** The variance of the values themselves, not an estimate for what they were drawn from; 0 before the first. */
  get variance(): number {
    return this.count === 0 ? 0 : this.moments[2]! / this.count;
  }
}

/** An average whose older values count exponentially less; from the first value on it has no bias towards 0. */
export class ExponentialAverage {
  /** For `state`: the weighted sum of the values, and the sum of the weights. */
  readonly sums = new Float64Array(2);

  /** @param decay What the weights of the older values are multiplied by at each new one: from 0 to below 1. */
  constructor(private readonly decay: number) {}

  /** Takes a value in, unless it is not finite. */
  add(value: number): void {
    if (!Number.isFinite(value)) return;
    const { sums, decay } = this;
    sums[0] = decay * sums[0]! + (1 - decay) * value;
    sums[1] = decay * sums[1]! + (1 - decay);
  }

  /** NaN before the first value. */
  get value(): number {
    return this.sums[0]! / this.sums[1]!;
  }
}
