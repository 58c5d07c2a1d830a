import { closest } from 'fastest-levenshtein';
import { UsageError } from '../core/errors.js';

/**
 * Finds what a user named.
 *
 * @throws UsageError that suggests the nearest name.
 */
export function findByName<T extends { readonly name: string }>(
  kind: string,
  name: string,
  all: readonly T[],
): T {
  const found = all.find((entry) => entry.name === name);
  if (found) return found;
  const names = all.map((entry) => entry.name);
  const nearest = names.find((candidate) => candidate.includes(name)) ?? closest(name, names);
  throw new UsageError(
    `There is no ${kind} "${name}"; did you mean "${nearest}"? \`choosy list\` shows them all.`,
  );
}
