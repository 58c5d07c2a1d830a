import { identityOf, placeOf, type RunPlan, type RunRecord } from './run-record.js';

/** A place and the state of the code, which runs that are compared must share. */
export type Origin = Pick<RunRecord, 'environment' | 'commit'>;

/** An origin as a text. */
export const originOf = (origin: Origin): string => JSON.stringify([placeOf(origin), origin.commit]);

/**
 * The runs that are still to be made, group by group. A group is made if all its runs were made at one origin, since
 * only those can be compared with each other.
 *
 * @param here If it is given, only runs of this place count, and a group is finished with those of this origin.
 * Without it, any place will do, and what is begun is made again as a whole.
 */
export function missingRuns(
  groups: readonly (readonly RunPlan[])[],
  records: readonly RunRecord[],
  here?: Origin,
): (readonly RunPlan[])[] {
  const made = new Map<string, Set<string>>();
  for (const record of records) {
    if (here && placeOf(record) !== placeOf(here)) continue;
    const origin = originOf(record);
    if (!made.has(origin)) made.set(origin, new Set());
    made.get(origin)!.add(identityOf(record));
  }
  const origins = [...made.values()];
  const madeHere = here && made.get(originOf(here));
  return groups.flatMap((plans) => {
    const isMade = origins.some((runs) => plans.every((plan) => runs.has(identityOf(plan))));
    const missing = isMade ? [] : plans.filter((plan) => !madeHere?.has(identityOf(plan)));
    return missing.length > 0 ? [missing] : [];
  });
}
