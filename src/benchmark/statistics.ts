import { quantileSorted } from 'simple-statistics';
import type { Rng } from '../core/rng.js';
import { mean } from '../core/sum.js';

/** What one run cost to reach a target. */
export interface Outcome {
  /** Undefined if the run is censored: its budget ended before. */
  readonly time: number | undefined;
  /** What the whole budget costs at the run's pace, so that a censored run would have taken at least this. */
  readonly budget: number;
}

/** The same seed with the baseline and with a selector. */
export interface Pair {
  readonly baseline: Outcome;
  readonly selector: Outcome;
}

/**
 * How many times faster than the baseline a selector was: the logarithm of the baseline's time over the selector's.
 *
 * A censored run is taken to have cost its budget, or the other's time if that is more: its true time is longer, so
 * the ratio is a bound that errs towards no difference. If both are censored it is 0.
 */
export function logRatio({ baseline, selector }: Pair): number {
  if (baseline.time === undefined && selector.time === undefined) return 0;
  const bounded = (run: Outcome, other: Outcome) => run.time ?? Math.max(run.budget, other.time!);
  return Math.log(bounded(baseline, selector) / bounded(selector, baseline));
}

/** Seeds that a selector was faster in, as fast, and slower. */
export interface Score {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/** Reaching the target wins against not reaching it, whatever that cost; if neither does, it is a tie. */
export function score(pairs: readonly Pair[]): Score {
  const signs = pairs.map(({ baseline, selector }) =>
    Math.sign((baseline.time ?? Number.MAX_VALUE) - (selector.time ?? Number.MAX_VALUE)),
  );
  const having = (sign: number) => signs.filter((s) => s === sign).length;
  return { wins: having(1), ties: having(0), losses: having(-1) };
}

/** A ratio with its 95 % interval. */
export interface Ratio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 10_000;

/**
 * Geometric mean of the tasks' geometric means, with a 95 % percentile bootstrap interval: 10,000 times, the seeds of
 * each task are drawn anew with replacement. The interval is about other seeds, not about other tasks.
 *
 * @param logRatios For each task, logarithms of ratios, one a seed; none of them empty.
 */
export function geometricMean(logRatios: readonly (readonly number[])[], rng: Rng): Ratio {
  const drawn = Float64Array.from({ length: resamples }, () =>
    mean(logRatios.map((values) => mean(values.map(() => values[rng.integer(values.length)]!)))),
  ).sort();
  const sorted = Array.from(drawn);
  return {
    ratio: Math.exp(mean(logRatios.map(mean))),
    low: Math.exp(quantileSorted(sorted, 0.025)),
    high: Math.exp(quantileSorted(sorted, 0.975)),
  };
}

/**
 * Two-sided p-value of Wilcoxon's signed-rank test that values lie evenly about 0. Zeros are left out, equal sizes
 * share their mean rank, and the distribution of the sum of ranks is exact, counted over all signs.
 */
export function wilcoxonSignedRank(values: readonly number[]): number {
  const sizes = values.filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  // Twice the mean rank is a whole number.
  const ranks = sizes.map((value) => {
    const size = Math.abs(value);
    const first = sizes.findIndex((other) => Math.abs(other) === size);
    const last = sizes.findLastIndex((other) => Math.abs(other) === size);
    return first + last + 2;
  });
  const total = ranks.reduce((a, b) => a + b, 0);
  // Of each sum of the positive ranks, how likely it is if every sign is as likely as the other.
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  for (const rank of ranks) {
    for (let sum = total; sum >= 0; sum--) {
      probability[sum] = 0.5 * (probability[sum]! + (sum >= rank ? probability[sum - rank]! : 0));
    }
  }
  const positive = ranks.reduce((sum, rank, i) => (sizes[i]! > 0 ? sum + rank : sum), 0);
  const smaller = Math.min(positive, total - positive);
  const tail = probability.subarray(0, smaller + 1).reduce((a, b) => a + b, 0);
  return Math.min(1, 2 * tail);
}

/** Holm's correction: p-values as they are when this many are looked at together, in the same order. */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected: number[] = [];
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    corrected[index] = largest;
  });
  return corrected;
}
