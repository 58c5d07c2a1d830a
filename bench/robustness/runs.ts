import {
  baseline,
  currentCommit,
  describeEnvironment,
  identityOf,
  type Method,
  methodsOf,
  missingRuns,
  openRecordStore,
  planRuns,
  type PlanOptions,
  type RunPlan,
  type RunRecord,
} from 'choosy/benchmark';
import type { Task, TaskDefaults } from 'choosy/tasks';
import { beginRun } from '../../src/benchmark/make-run.js';
import { takeTurns } from '../../src/benchmark/take-turns.js';
import { runName } from '../../src/cli/names.js';
import type { BenchTask } from './bench-task.js';

/** Runs that are to be made, and the task that they are of. */
interface Planned {
  readonly task: Task;
  /** Groups of runs of the same seed. */
  readonly groups: readonly (readonly RunPlan[])[];
}

type Plan = Omit<PlanOptions, 'tasks' | 'methods' | 'threads' | 'environment'>;

const planFor = (task: Task, methods: PlanOptions['methods'], plan: Plan): Planned => ({
  task,
  groups: planRuns({ ...plan, tasks: [task], methods, threads: 1, environment: describeEnvironment() }),
});

/** The runs that a comparison needs, each up to its budget, so that what they come to can be compared as well. */
export function planComparison(
  task: Task,
  {
    seeds,
    selectors,
    controls,
  }: { seeds: readonly number[]; selectors: readonly string[]; controls: boolean },
): Planned {
  const asked = [baseline, ...selectors];
  const methods = (task: Task): Method[] =>
    methodsOf(task, selectors).filter(({ name }) => controls || asked.includes(name));
  return planFor(task, methods, { seeds, until: 'budget' });
}

const onlyBaseline = (task: Task) => methodsOf(task, []).slice(0, 1);
/** Of runs that are to find targets. */
const noTargets = { early: 0, final: 0 };

/** Runs of random shuffling that targets are read off. */
export const planTargets = (task: Task, seeds: readonly number[]): Planned =>
  planFor({ ...task, targets: noTargets, lossTargets: noTargets }, onlyBaseline, {
    ...{ seeds, until: 'budget', epochs: task.defaults.epochs },
  });

/** Runs of random shuffling with every pair of hyper-parameters, each until the metric is at the goal. */
export function planSearch({ search, ...task }: BenchTask): Planned {
  const targets = { early: search.goal, final: search.goal };
  const lossTargets = { early: Number.MAX_VALUE, final: Number.MAX_VALUE };
  const all = search.learningRates.flatMap((learningRate) =>
    search.batchSizes.map((batchSize): Partial<TaskDefaults> => ({ learningRate, batchSize })),
  );
  const groups = all.flatMap((pair) => {
    const tried = { ...task, targets, lossTargets, defaults: { ...task.defaults, ...pair } };
    return planFor(tried, onlyBaseline, { seeds: search.seeds, epochs: search.epochs, until: 'final' })
      .groups;
  });
  return { task, groups };
}

/**
 * Makes the runs that a folder lacks, those of a seed in turns, and keeps each at once. As in `choosy compare`, the runs of
 * a seed are made anew if they are not all of this place and commit.
 *
 * @returns All records of the plan that the folder has then.
 */
export async function makeRuns({ task, groups }: Planned, folder: string): Promise<RunRecord[]> {
  const store = await openRecordStore(folder);
  const here = { environment: describeEnvironment(), commit: currentCommit() };
  const missing = missingRuns(groups, (await store.read()).records, here);
  let left = missing.flat().length;
  for (const plans of missing) {
    const data = await task.load({ seed: plans[0]!.seed });
    const attempts = [];
    for (const plan of plans) attempts.push(await beginRun(plan, { task, data, commit: here.commit }));
    await takeTurns(attempts, async (attempt) => {
      const record = await attempt();
      if (!record) return false;
      await store.append(record);
      console.error(`${runName(record)}, ${--left} left of this task`);
      return true;
    });
  }
  const planned = new Set(groups.flat().map(identityOf));
  return (await store.read()).records.filter((record) => planned.has(identityOf(record)));
}
