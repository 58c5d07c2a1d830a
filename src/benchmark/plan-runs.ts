import { UsageError } from '../core/errors.js';
import type { Task } from '../tasks/index.js';
import type { Method } from './methods.js';
import type { RunPlan } from './run-record.js';

export interface PlanOptions extends Pick<RunPlan, 'until' | 'threads' | 'environment'> {
  readonly tasks: readonly Task[];
  readonly methods: (task: Task) => readonly Method[];
  readonly seeds: readonly number[];
  /** Passes over the training set after which a run ends; one and a half times those of the task by default. */
  readonly epochs?: number | undefined;
}

/**
 * Runs of every method on every task with every seed, in groups: those of a task and a seed, which one process is to
 * make, so that what else happens on the machine hits all alike. Each group begins with another method, so that none is
 * always the first.
 *
 * @throws UsageError if nobody has set targets for a task.
 */
export function planRuns({ tasks, methods, seeds, epochs, ...common }: PlanOptions): RunPlan[][] {
  return tasks.flatMap((task) => {
    const { name, defaults, targets, lossTargets } = task;
    if (!targets || !lossTargets)
      throw new UsageError(`The task "${name}" has no targets to be timed to; choose another one.`);
    const all = methods(task);
    return seeds.map((seed, i) => {
      const first = i % all.length;
      return [...all.slice(first), ...all.slice(0, first)].map((method): RunPlan => ({
        task: name,
        method: method.name,
        selector: method.selector.text,
        seed,
        hyperparameters: {
          batchSize: Math.ceil(defaults.batchSize * method.batch),
          learningRate: defaults.learningRate * method.rate,
          decayEpochs: method.decays ? defaults.epochs : null,
          epochs: epochs ?? 1.5 * defaults.epochs,
          evaluateEvery: defaults.evaluateEvery,
        },
        targets: { metric: targets, loss: lossTargets },
        ...common,
      }));
    });
  });
}

/**
 * Splits groups until there are as many as processes, or none has two runs, so that no process is idle. The runs of a
 * seed are then made at the same time, on several cores.
 */
export function fillProcesses<Run>(groups: readonly (readonly Run[])[], jobs: number): (readonly Run[])[] {
  const filled = groups.filter(({ length }) => length > 0);
  while (filled.length < jobs) {
    const largest = filled.reduce((a, b) => (b.length > a.length ? b : a), []);
    if (largest.length < 2) break;
    const half = Math.ceil(largest.length / 2);
    filled.splice(filled.indexOf(largest), 1, largest.slice(0, half), largest.slice(half));
  }
  return filled;
}
