import { UsageError } from '../core/errors.js';
import type { Task } from '../tasks/index.js';
import type { RunPlan } from './run-record.js';

export interface PlanOptions {
  readonly tasks: readonly Task[];
  /** Names of selectors. */
  readonly selectors: readonly string[];
  readonly seeds: readonly number[];
  /** Passes over the training set after which a run ends; one and a half times those of the task by default. */
  readonly epochs?: number | undefined;
  readonly full: boolean;
  readonly threads: number;
  readonly environment: RunPlan['environment'];
}

/**
 * Runs of every selector on every task with every seed, in the order in which they are to be made: those of a seed
 * follow each other, so that what else happens on the machine hits all alike, and each seed begins with another
 * selector, so that none is always the first.
 *
 * @throws UsageError if nobody has set targets for a task.
 */
export function planRuns({ tasks, selectors, seeds, epochs, ...common }: PlanOptions): RunPlan[] {
  return tasks.flatMap(({ name, defaults, targets }) => {
    if (!targets)
      throw new UsageError(`The task "${name}" has no targets to be timed to; choose another one.`);
    return seeds.flatMap((seed, i) => {
      const first = i % selectors.length;
      return [...selectors.slice(first), ...selectors.slice(0, first)].map((selector) => ({
        ...{ task: name, selector, seed, targets },
        hyperparameters: { ...defaults, epochs: epochs ?? 1.5 * defaults.epochs },
        ...common,
      }));
    });
  });
}
