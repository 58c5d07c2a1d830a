import { quantileSorted } from 'simple-statistics';
import { Rng } from '../core/rng.js';
import { Bootstrap } from './bootstrap.js';
import {
  compareMethod,
  type Comparison,
  type MethodComparison,
  type OutcomePair,
} from './method-comparison.js';
import { nullMethod } from './methods.js';
import type { RunGroup } from './run-groups.js';
import { type Level, levels, observe, type Outcome, outcomeOf } from './run-outcome.js';
import { holm } from './statistics.js';
import { type Goal, goals, type Unit } from './time-to-target.js';

/** All methods on a task, up to a target. */
export interface GoalResult {
  readonly task: string;
  readonly goal: Goal;
  readonly level: Level;
  /** Name of the metric, or `loss`. */
  readonly metric: string;
  /** The target. */
  readonly value: number;
  readonly higherIsBetter: boolean;
  /** The baseline first. */
  readonly methods: readonly MethodResult[];
}

/** What a method did on a task, up to a target. */
export interface MethodResult {
  readonly method: string;
  readonly runs: number;
  /** Runs that did not reach the target. */
  readonly censored: number;
  /** Over the runs; absent if at least half of them did not reach the target. */
  readonly medians: { readonly [unit in Unit]?: number };
  /**
   * Quartiles over the runs. One that falls on runs that did not reach the target is not known: absent if both, and
   * the upper one null.
   */
  readonly secondsInterval?: readonly [low: number, high: number | null];
  /** Absent for the baseline, and where no run has a partner among those of the baseline. */
  readonly comparison?: Comparison;
}

/** What runs are to reach. */
export interface Aim {
  readonly goal: Goal;
  readonly level: Level;
}

type Outcomes = ReadonlyMap<string, Outcome>;

/** All methods on a task, up to a target, with what goes on into results over several tasks. */
export interface Solved {
  readonly group: RunGroup;
  readonly result: GoalResult;
  readonly outcomes: ReadonlyMap<string, Outcomes>;
  readonly compared: ReadonlyMap<string, MethodComparison>;
}

/** Compares all methods on a task, up to each target that runs were to reach. */
export function compareOnTask(group: RunGroup, baseline: string): Solved[] {
  const bootstrap = new Bootstrap(new Rng(0).fork(group.task));
  return goals.flatMap((goal) =>
    levels.flatMap((level) => {
      const outcomes = outcomesOf(group, { goal, level });
      if (outcomes.size === 0) return [];
      const compared = compareAll(outcomes, { goal, baseline, bootstrap });
      const [run] = [...group.methods.values()][0]!.values();
      const { metric, targets } = run!;
      const result: GoalResult = {
        ...{ task: group.task, goal, level },
        metric: goal === 'loss' ? 'loss' : metric.name,
        value: targets[goal][level],
        higherIsBetter: goal === 'metric' && metric.higherIsBetter,
        methods: [...outcomes].map(([method, runs]) =>
          methodResult(method, [...runs.values()], compared.get(method)),
        ),
      };
      return [{ group, result, outcomes, compared }];
    }),
  );
}

/** Of each method, the outcomes of its runs that were to reach the target. */
function outcomesOf({ methods }: RunGroup, { goal, level }: Aim): Map<string, Outcomes> {
  const all = [...methods].map(([method, runs]) => {
    const outcomes = [...runs].flatMap(([key, run]) => {
      const outcome = outcomeOf(run, goal, level);
      return outcome ? [[key, outcome] as const] : [];
    });
    return [method, new Map(outcomes)] as const;
  });
  return new Map(all.filter(([, { size }]) => size > 0));
}

/** Compares every other method with the baseline; p is corrected for their number, the second run of the baseline aside. */
function compareAll(
  outcomes: ReadonlyMap<string, Outcomes>,
  { goal, baseline, bootstrap }: { goal: Goal; baseline: string; bootstrap: Bootstrap },
): Map<string, MethodComparison> {
  const base = outcomes.get(baseline);
  const compared = new Map<string, MethodComparison>();
  for (const [method, runs] of outcomes) {
    if (method === baseline) continue;
    const pairs = [...runs].flatMap(([key, outcome]): OutcomePair[] => {
      const partner = base?.get(key);
      return partner ? [{ baseline: partner, method: outcome }] : [];
    });
    if (pairs.length > 0) compared.set(method, compareMethod(pairs, goal, bootstrap));
  }
  const tested = [...compared].filter(([method]) => method !== nullMethod);
  const corrected = holm(tested.map(([, { comparison }]) => comparison.p));
  tested.forEach(([method, { comparison, resampled }], i) => {
    compared.set(method, { resampled, comparison: { ...comparison, p: corrected[i]! } });
  });
  return compared;
}

function methodResult(
  method: string,
  outcomes: readonly Outcome[],
  compared: MethodComparison | undefined,
): MethodResult {
  const units = Object.keys(outcomes[0]!.budget) as Unit[];
  const sorted = (unit: Unit) =>
    outcomes.map((outcome) => observe(outcome, unit).time ?? Infinity).sort((a, b) => a - b);
  const medians = units
    .map((unit) => [unit, quantileSorted(sorted(unit), 0.5)] as const)
    .filter(([, value]) => value < Infinity);
  const [low, high] = [0.25, 0.75].map((share) => quantileSorted(sorted('seconds'), share));
  return {
    method,
    runs: outcomes.length,
    censored: outcomes.filter(({ reached }) => !reached).length,
    medians: Object.fromEntries(medians),
    ...(low! < Infinity && { secondsInterval: [low!, high! < Infinity ? high! : null] as const }),
    ...(compared && { comparison: compared.comparison }),
  };
}
