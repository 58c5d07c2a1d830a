import { groupBy } from '../core/group-by.js';
import { mean } from '../core/sum.js';
import { type Bootstrap, geometricMean, type Resampled } from './bootstrap.js';
import { observe, type Outcome } from './run-outcome.js';
import { logRatio, type Ratio, type Score, score, wilcoxonSignedRank } from './statistics.js';
import type { Goal, Unit } from './time-to-target.js';

/** A method against the baseline, over the runs that differ in nothing else. */
export interface Comparison extends Score {
  readonly pairs: number;
  /** Pairs in which at least one run did not reach the target, so that their ratio is a bound. */
  readonly boundedPairs: number;
  /** How many times faster than the baseline. */
  readonly seconds: Ratio;
  /** How many times fewer epochs than the baseline. */
  readonly epochs: Ratio;
  readonly equivalentEpochs: Ratio;
  /**
   * Wilcoxon's signed-rank test of what the goal is measured in (`unitOf`), as wins, ties and losses are; corrected
   * (Holm) for the number of methods on the task.
   */
  readonly p: number;
}

/** What a goal is measured in: the metric in seconds, time to accuracy; the loss in epochs. */
export const unitOf = (goal: Goal): 'seconds' | 'epochs' => (goal === 'metric' ? 'seconds' : 'epochs');

/** The same run but for the method. */
export interface OutcomePair {
  readonly baseline: Outcome;
  readonly method: Outcome;
}

/** A comparison, and what is needed to take its mean over tasks. */
export interface MethodComparison {
  readonly comparison: Comparison;
  readonly resampled: { readonly seconds: Resampled; readonly epochs: Resampled };
}

/**
 * Compares a method with the baseline; p is not corrected yet. Where there are several pairs of a seed, at different
 * places or commits, the mean of their log ratios counts as one: they are the same random choices over again.
 *
 * @param pairs At least one.
 */
export function compareMethod(
  pairs: readonly OutcomePair[],
  goal: Goal,
  bootstrap: Bootstrap,
): MethodComparison {
  const observed = (unit: Unit) =>
    pairs.map(({ baseline, method }) => ({
      baseline: observe(baseline, unit),
      method: observe(method, unit),
    }));
  const bySeed = [...groupBy(pairs.keys(), (i) => pairs[i]!.method.seed).values()];
  const logRatios = (unit: Unit) => {
    const ofPairs = observed(unit).map(logRatio);
    return bySeed.map((places) => mean(places.map((i) => ofPairs[i]!)));
  };
  const resample = (unit: Unit) => bootstrap.resample(logRatios(unit));
  const [seconds, epochs] = [resample('seconds'), resample('epochs')];
  const scores = pairs.some(
    ({ baseline, method }) => baseline.budget.scoredEpochs + method.budget.scoredEpochs > 0,
  );
  return {
    comparison: {
      pairs: pairs.length,
      boundedPairs: pairs.filter(({ baseline, method }) => !baseline.reached || !method.reached).length,
      seconds: geometricMean([seconds]),
      epochs: geometricMean([epochs]),
      equivalentEpochs: geometricMean([scores ? resample('equivalentEpochs') : epochs]),
      p: wilcoxonSignedRank(logRatios(unitOf(goal))),
      ...score(observed(unitOf(goal))),
    },
    resampled: { seconds, epochs },
  };
}
