import { sum } from '../core/sum.js';
import { geometricMean } from './bootstrap.js';
import { baseline as randomShuffling, nullMethod } from './methods.js';
import { judgeNullExperiment, type NullExperiment } from './null-experiment.js';
import { type Problem, type Profile, profileOf } from './performance-profile.js';
import { groupRuns, type RunGroup } from './run-groups.js';
import { type Level, levels, type Outcome } from './run-outcome.js';
import type { RunRecord } from './run-record.js';
import type { Ratio } from './statistics.js';
import { type Aim, compareOnTask, type GoalResult, type Solved } from './task-comparison.js';
import { type Goal, goals } from './time-to-target.js';

/** What came of a comparison. Plain data. */
export interface CompareResult {
  readonly baseline: string;
  /** For each task, goal and level that runs were to reach. */
  readonly goals: readonly GoalResult[];
  readonly overall: readonly OverallResult[];
  readonly profiles: readonly Profile[];
  /** Absent if the baseline was not run twice. */
  readonly nullExperiment?: NullExperiment;
  /** Runs that have no run of the baseline of their seed, place and commit to be compared with. */
  readonly unpaired: number;
}

/** A method over all tasks that it has been compared on. */
export interface OverallResult {
  readonly method: string;
  readonly goal: Goal;
  readonly level: Level;
  readonly tasks: number;
  /** Geometric mean over the tasks of how many times faster than the baseline; epochs: of how many times fewer. */
  readonly seconds: Ratio;
  readonly epochs: Ratio;
  /** Of its performance profile; absent for the baseline's second run, and without runs that all methods have made. */
  readonly score?: number;
}

/**
 * Compares methods with a baseline, over runs that differ in nothing else: same task and settings, seed, place and
 * commit.
 */
export function compareRuns(
  records: readonly RunRecord[],
  { baseline = randomShuffling }: { readonly baseline?: string } = {},
): CompareResult {
  const groups = groupRuns(records, baseline);
  const tasks = groups.map((group) => compareOnTask(group, baseline));
  const all = tasks.flat();
  const aims = goals.flatMap((goal) => levels.map((level) => ({ goal, level })));
  const profiles = aims.flatMap((aim) => profileOver(having(all, aim), aim));
  return {
    baseline,
    goals: all.map(({ result }) => result),
    overall: aims.flatMap((aim) => compareOverall(having(all, aim), aim, profiles)),
    profiles,
    ...nullExperimentOf(tasks, baseline),
    unpaired: sum(groups.map(({ methods }) => unpairedIn(methods, baseline))),
  };
}

const having = (all: readonly Solved[], { goal, level }: Aim) =>
  all.filter(({ result }) => result.goal === goal && result.level === level);

function compareOverall(solved: readonly Solved[], aim: Aim, profiles: readonly Profile[]): OverallResult[] {
  const methods = new Set(solved.flatMap(({ compared }) => [...compared.keys()]));
  const profile = profiles.find(({ goal, level }) => goal === aim.goal && level === aim.level);
  return [...methods].map((method) => {
    const tasks = solved.flatMap(({ compared }) => compared.get(method)?.resampled ?? []);
    const score = profile?.methods.find((other) => other.method === method)?.score;
    return {
      method,
      ...aim,
      tasks: tasks.length,
      seconds: geometricMean(tasks.map(({ seconds }) => seconds)),
      epochs: geometricMean(tasks.map(({ epochs }) => epochs)),
      ...(score !== undefined && { score }),
    };
  });
}

/**
 * The profile over all tasks, of the methods that every task has: one that a single task has would leave that task
 * alone. The second run of the baseline would only share its places.
 */
function profileOver(solved: readonly Solved[], aim: Aim): Profile[] {
  const compared = solved.filter(({ compared }) => [...compared.keys()].some((name) => name !== nullMethod));
  const methods = [...(compared[0]?.outcomes.keys() ?? [])].filter(
    (method) => method !== nullMethod && compared.every(({ outcomes }) => outcomes.has(method)),
  );
  const problems = compared.flatMap(({ outcomes }): Problem[] =>
    [...(outcomes.get(methods[0]!) ?? [])].flatMap(([key]) => {
      const problem = methods.map((method) => [method, outcomes.get(method)?.get(key)] as const);
      return problem.every((entry): entry is [string, Outcome] => entry[1] !== undefined)
        ? [new Map(problem)]
        : [];
    }),
  );
  return problems.length === 0 || methods.length < 2 ? [] : [profileOf(problems, methods, aim)];
}

/** Of each task, the time to the last value of the metric that runs were to reach. */
function nullExperimentOf(
  tasks: readonly (readonly Solved[])[],
  baseline: string,
): Pick<CompareResult, 'nullExperiment'> {
  const results = tasks.flatMap((solved) => {
    const last = solved.findLast(({ result }) => result.goal === 'metric');
    const comparison = last?.compared.get(nullMethod)?.comparison;
    return last && comparison ? [{ group: last.group, comparison }] : [];
  });
  if (results.length === 0) return {};
  return { nullExperiment: judgeNullExperiment(results, { baseline, method: nullMethod }) };
}

function unpairedIn(methods: RunGroup['methods'], baseline: string): number {
  const base = methods.get(baseline);
  const keys = [...methods.values()].flatMap((runs) => [...runs.keys()]);
  return keys.filter((key) => !base?.has(key)).length;
}
