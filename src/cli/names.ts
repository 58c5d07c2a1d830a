import type { RunPlan } from '../benchmark/index.js';
import { UsageError } from '../core/errors.js';
import { nearestName } from '../core/nearest-name.js';

/**
 * Finds what a user named.
 *
 * @param command The command that lists them.
 * @throws UsageError that suggests the nearest name.
 */
export function findByName<T extends { readonly name: string }>(
  kind: string,
  name: string,
  all: readonly T[],
  command = 'choosy list',
): T {
  const found = all.find((entry) => entry.name === name);
  if (found) return found;
  const nearest = nearestName(
    name,
    all.map((entry) => entry.name),
  );
  throw new UsageError(
    `There is no ${kind} "${name}"; did you mean "${nearest}"? \`${command}\` shows them all.`,
  );
}

/** What a run is called: `iris/highest-loss/3`. */
export const runName = ({ task, method, seed }: RunPlan): string => `${task}/${method}/${seed}`;
