import type { Comparison } from './method-comparison.js';
import type { RunGroup } from './run-groups.js';
import { sameCourse } from './same-course.js';
import { holm, type Ratio } from './statistics.js';

/** What a comparison finds where there is no difference: the baseline against its second run. */
export interface NullExperiment {
  readonly method: string;
  readonly tasks: readonly NullResult[];
  /** Ratio of the task that is furthest from 1, in seconds. */
  readonly furthest: number;
  /** Whether no task shows a difference in seconds: p of at least 0.05 on each, corrected for their number (Holm). */
  readonly passed: boolean;
  /** Whether all pairs of runs took the same course to the last bit. */
  readonly deterministic: boolean;
}

export interface NullResult {
  readonly task: string;
  readonly pairs: number;
  readonly seconds: Ratio;
  readonly epochs: Ratio;
  readonly p: number;
  /** Pairs of runs that did not take the same course: samples, steps, losses and metrics. */
  readonly differing: number;
}

const SIGNIFICANT = 0.05;

/**
 * Judges the null experiment. That the 95 % interval of every task holds 1 would be too much to ask: of eight right
 * intervals, one in three times one does not.
 *
 * @param tasks Each with what the comparison of the method with the baseline came to; at least one.
 */
export function judgeNullExperiment(
  tasks: readonly { readonly group: RunGroup; readonly comparison: Comparison }[],
  { baseline, method }: { readonly baseline: string; readonly method: string },
): NullExperiment {
  const corrected = holm(tasks.map(({ comparison }) => comparison.p));
  const results = tasks.map(({ group, comparison: { pairs, seconds, epochs } }, i): NullResult => ({
    ...{ task: group.task, pairs, seconds, epochs, p: corrected[i]! },
    differing: differingIn(group, baseline, method),
  }));
  const distance = (ratio: number) => Math.abs(Math.log(ratio));
  const ratios = results.map(({ seconds }) => seconds.ratio);
  return {
    method,
    tasks: results,
    furthest: ratios.reduce((a, b) => (distance(b) > distance(a) ? b : a)),
    passed: corrected.every((p) => p >= SIGNIFICANT),
    deterministic: results.every(({ differing }) => differing === 0),
  };
}

function differingIn({ methods }: RunGroup, baseline: string, method: string): number {
  const partners = methods.get(baseline)!;
  return [...methods.get(method)!].filter(([key, run]) => {
    const partner = partners.get(key);
    return partner && !sameCourse(partner, run);
  }).length;
}
