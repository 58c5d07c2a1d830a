import { median } from 'simple-statistics';
import { Rng } from '../core/rng.js';
import { type Measure, outcomeOf, type TargetName } from './run-outcome.js';
import type { RunRecord } from './run-record.js';
import {
  geometricMean,
  holm,
  logRatio,
  type Outcome,
  type Pair,
  type Ratio,
  type Score,
  score,
  wilcoxonSignedRank,
} from './statistics.js';

/** What a selector did on a task, up to a target. */
export interface SelectorResult {
  readonly selector: string;
  readonly runs: number;
  /** Runs that did not reach the target. */
  readonly censored: number;
  /** Medians over the runs; absent if at least half of them did not reach the target. */
  readonly seconds?: number;
  readonly epochs?: number;
  /** Absent for the baseline, and where no seed has a run of both. */
  readonly comparison?: Comparison;
}

/** A selector against the baseline, over the seeds that both have. */
export interface Comparison extends Score {
  readonly pairs: number;
  /** Pairs in which at least one run did not reach the target, so that their ratio is a bound. */
  readonly boundedPairs: number;
  /** How many times faster than the baseline, in seconds; in epochs, how many times fewer. */
  readonly seconds: Ratio;
  readonly epochs: Ratio;
  /** Wilcoxon's signed-rank test of the seconds, corrected (Holm) for the number of selectors. */
  readonly p: number;
}

/** All selectors on a task, up to a target. */
export interface TargetResult {
  readonly task: string;
  readonly metric: string;
  readonly target: TargetName;
  readonly value: number;
  readonly selectors: readonly SelectorResult[];
}

/** A selector over all tasks. */
export interface OverallResult {
  readonly selector: string;
  readonly target: TargetName;
  readonly tasks: number;
  /** Geometric mean over the tasks of how many times faster than the baseline, in seconds. */
  readonly seconds: Ratio;
}

export const targetNames = ['early', 'final'] as const satisfies readonly TargetName[];

/**
 * Compares selectors with a baseline on a task.
 *
 * @param records Of one task, all made alike but for selector and seed; at least one.
 * @param names Of the selectors, the baseline first.
 */
export function compareOnTask(
  records: readonly RunRecord[],
  names: readonly [string, ...string[]],
  target: TargetName,
): TargetResult {
  const [baseline] = names;
  const { task, metric, targets } = records[0]!;
  const results = names.map((selector): SelectorResult => {
    const runs = records.filter((record) => record.selector === selector);
    const seconds = runs.map((run) => outcomeOf(run, target, 'seconds'));
    const epochs = runs.map((run) => outcomeOf(run, target, 'epochs'));
    return {
      selector,
      runs: runs.length,
      censored: seconds.filter(({ time }) => time === undefined).length,
      ...medianOf('seconds', seconds),
      ...medianOf('epochs', epochs),
      ...(selector !== baseline && compare(records, baseline, selector, target)),
    };
  });
  const compared = results.filter(({ comparison }) => comparison);
  const corrected = holm(compared.map(({ comparison }) => comparison!.p));
  const selectors = results.map((result) => {
    const { comparison } = result;
    if (!comparison) return result;
    return { ...result, comparison: { ...comparison, p: corrected[compared.indexOf(result)]! } };
  });
  return { task, metric: metric.name, target, value: targets[target], selectors };
}

/** Compares selectors with a baseline over several tasks. @param tasks Records of each task. */
export function compareOverall(
  tasks: readonly (readonly RunRecord[])[],
  [baseline, ...others]: readonly [string, ...string[]],
  target: TargetName,
): OverallResult[] {
  return others.flatMap((selector) => {
    const logRatios = tasks
      .map((records) => pairsOf(records, { baseline, selector, target, measure: 'seconds' }).map(logRatio))
      .filter(({ length }) => length > 0);
    if (logRatios.length === 0) return [];
    const seconds = geometricMean(logRatios, new Rng(0).fork(selector));
    return [{ selector, target, tasks: logRatios.length, seconds }];
  });
}

function compare(
  records: readonly RunRecord[],
  baseline: string,
  selector: string,
  target: TargetName,
): { readonly comparison?: Comparison } {
  const pairs = (measure: Measure) => pairsOf(records, { baseline, selector, target, measure });
  const inSeconds = pairs('seconds');
  if (inSeconds.length === 0) return {};
  const logRatios = inSeconds.map(logRatio);
  const bounded = inSeconds.filter((pair) =>
    [pair.baseline, pair.selector].some((run) => run.time === undefined),
  );
  return {
    comparison: {
      pairs: inSeconds.length,
      boundedPairs: bounded.length,
      seconds: geometricMean([logRatios], new Rng(0).fork(selector)),
      epochs: geometricMean([pairs('epochs').map(logRatio)], new Rng(0).fork(selector)),
      p: wilcoxonSignedRank(logRatios),
      ...score(inSeconds),
    },
  };
}

interface PairOptions {
  readonly baseline: string;
  readonly selector: string;
  readonly target: TargetName;
  readonly measure: Measure;
}

/** Pairs of the same seed. */
function pairsOf(
  records: readonly RunRecord[],
  { baseline, selector, target, measure }: PairOptions,
): Pair[] {
  const bySeed = (name: string) =>
    new Map(
      records
        .filter((record) => record.selector === name)
        .map((record) => [record.seed, outcomeOf(record, target, measure)]),
    );
  const baselines = bySeed(baseline);
  return [...bySeed(selector)].flatMap(([seed, outcome]) => {
    const other = baselines.get(seed);
    return other ? [{ baseline: other, selector: outcome }] : [];
  });
}

function medianOf(measure: Measure, outcomes: readonly Outcome[]): { readonly [M in Measure]?: number } {
  if (outcomes.length === 0) return {};
  const value = median(outcomes.map(({ time }) => time ?? Number.MAX_VALUE));
  return value < Number.MAX_VALUE / 4 ? { [measure]: value } : {};
}
