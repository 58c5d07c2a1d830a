import { type Task, tasks } from 'choosy/tasks';
import { findByName } from '../../src/cli/names.js';
import type { BenchTask } from './bench-task.js';
import { heldOutTasks } from './held-out/index.js';
import { syntheticTasks } from './synthetic/index.js';
import { withTargets } from './targets-file.js';
import { withFlippedLabels, withImbalance } from './variants.js';

/** What a selector is judged on. */
export interface Entry {
  /** As the command line names it. */
  readonly name: string;
  readonly group: Group;
  readonly task: Task;
}

type Group = 'flipped' | 'imbalanced' | 'synthetic' | 'held-out';

const isClassification = ({ metrics: [{ name }] }: Task) => /accuracy/i.test(name);

/** All tasks, with the targets that were found for them. */
export const catalogue: readonly Entry[] = [
  ...tasks.map((task) => entry(`${task.name}:flipped`, 'flipped', withFlippedLabels(task, 0.2))),
  ...tasks
    .filter(isClassification)
    .map((task) => entry(`${task.name}:imbalanced`, 'imbalanced', withImbalance(task, 100))),
  ...syntheticTasks.map(({ search: _, ...task }) => entry(task.name, 'synthetic', task)),
  ...heldOutTasks.map(({ search: _, ...task }) => entry(task.name, 'held-out', task)),
];

/** The tasks that are no variants of Choosy's, with what is searched for them. */
export const benchTasks: readonly BenchTask[] = [...syntheticTasks, ...heldOutTasks];

function entry(name: string, group: Group, task: Task): Entry {
  return { name, group, task: withTargets(task) };
}

/** Tasks by their names or those of groups; all, if there is none. @throws UsageError for an unknown name. */
export function chooseTasks(names: readonly string[]): Task[] {
  const chosen = names.flatMap((name) => {
    const ofGroup = catalogue.filter(({ group }) => group === name);
    return ofGroup.length > 0 ? ofGroup : [findByName('task', name, catalogue, 'main.ts list')];
  });
  return (names.length > 0 ? chosen : catalogue).map(({ task }) => task);
}

/** The same among the tasks that are no variants, with what is searched for them. @throws UsageError for an unknown name. */
export const chooseBenchTasks = (names: readonly string[]): readonly BenchTask[] =>
  names.length > 0
    ? names.map((name) => findByName('synthetic or held-out task', name, benchTasks, 'main.ts list'))
    : benchTasks;
