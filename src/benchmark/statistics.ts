import { errorFunction } from 'simple-statistics';
import { sum } from '../core/sum.js';

/** What one run cost to reach a target. */
export interface Observation {
  /** Undefined if the run is censored: its budget ended before. */
  readonly time: number | undefined;
  /** What the whole budget costs at the run's pace, so that a censored run would have taken at least this. */
  readonly budget: number;
}

/** The same run with the baseline and with a method. */
export interface Pair {
  readonly baseline: Observation;
  readonly method: Observation;
}

/**
 * How many times faster than the baseline a method was: the logarithm of the baseline's time over the method's.
 *
 * A censored run is taken to have cost its budget, or the other's time if that is more: its true time is longer, so
 * the ratio is a bound that errs towards no difference. If both are censored it is 0.
 */
export function logRatio({ baseline, method }: Pair): number {
  if (baseline.time === undefined && method.time === undefined) return 0;
  const bounded = (run: Observation, other: Observation) => run.time ?? Math.max(run.budget, other.time!);
  return Math.log(bounded(baseline, method) / bounded(method, baseline));
}

/** Seeds that a method was faster in, as fast, and slower. */
export interface Score {
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/** Reaching the target wins against not reaching it, whatever that cost; if neither does, it is a tie. */
export function score(pairs: readonly Pair[]): Score {
  const signs = pairs.map(({ baseline, method }) =>
    Math.sign((baseline.time ?? Number.MAX_VALUE) - (method.time ?? Number.MAX_VALUE)),
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

/** Up to so many values the test counts all signs; with more, the normal distribution is right to three digits. */
const exactUpTo = 100;

/**
 * Two-sided p-value of Wilcoxon's signed-rank test that values lie evenly about 0. Zeros are left out, equal sizes
 * share their mean rank. Up to 100 values the distribution of the sum of ranks is exact, counted over all signs; with
 * more it is the normal one of the same mean and variance.
 */
export function wilcoxonSignedRank(values: readonly number[]): number {
  const ordered = values.filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  const ranks = twiceTheRanks(ordered);
  const total = sum(ranks);
  const positive = sum(ranks.filter((_, i) => ordered[i]! > 0));
  const smaller = Math.min(positive, total - positive);
  return Math.min(
    1,
    2 * (ranks.length <= exactUpTo ? exactTail(ranks, smaller) : normalTail(ranks, smaller)),
  );
}

/** Twice the mean rank of each value, which is a whole number. @param ordered By size. */
function twiceTheRanks(ordered: readonly number[]): number[] {
  const ranks: number[] = [];
  while (ranks.length < ordered.length) {
    const first = ranks.length;
    let end = first + 1;
    while (end < ordered.length && Math.abs(ordered[end]!) === Math.abs(ordered[first]!)) end++;
    for (let i = first; i < end; i++) ranks.push(first + 1 + end);
  }
  return ranks;
}

/** How likely a sum of the positive ranks of at most `limit` is, if every sign is as likely as the other. */
function exactTail(ranks: readonly number[], limit: number): number {
  const total = sum(ranks);
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  for (const rank of ranks) {
    for (let sum = total; sum >= 0; sum--) {
      probability[sum] = 0.5 * (probability[sum]! + (sum >= rank ? probability[sum - rank]! : 0));
    }
  }
  return sum(probability.subarray(0, limit + 1));
}

function normalTail(ranks: readonly number[], limit: number): number {
  const deviation = Math.sqrt(sum(ranks.map((rank) => rank ** 2))) / 2;
  return 0.5 * (1 + errorFunction((limit - sum(ranks) / 2) / deviation / Math.SQRT2));
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
