import { closest } from 'fastest-levenshtein';

/** The one of several names that somebody most likely meant: one that contains the given one, or the fewest edits away. */
export const nearestName = (name: string, names: readonly string[]): string =>
  names.find((candidate) => candidate.includes(name)) ?? closest(name, names);
