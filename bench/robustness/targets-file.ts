import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Task, TaskDefaults } from 'choosy/tasks';
import type { FoundTargets } from './targets.js';

const file = new URL('targets.json', import.meta.url);

/** Targets, and what they hold for. */
interface Entry extends FoundTargets {
  readonly defaults: TaskDefaults;
  /** Runs of random shuffling that they come from. */
  readonly runs: number;
}

const read = (): Readonly<Record<string, Entry>> =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Entry>) : {};

/** As it is at the beginning. */
const known = read();

/** Gives a task the targets in the file, unless its hyper-parameters have changed since. */
export function withTargets(task: Task): Task {
  const { defaults, targets, lossTargets } = known[task.name] ?? {};
  const fits = isDeepStrictEqual(defaults, task.defaults);
  return { ...task, ...(fits && targets && lossTargets && { targets, lossTargets }) };
}

/** Puts the targets of a task into the file; those of other tasks stay. */
export function saveTargets({ name, defaults }: Task, runs: number, found: FoundTargets): void {
  const all = { ...read(), [name]: { defaults, runs, ...found } };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}
