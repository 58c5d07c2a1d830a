import type { RunRecord } from 'choosy/benchmark';
import { UsageError } from '../../src/core/errors.js';
import { type FoundTargets, targetsOf as targetsOfCourses } from '../../tuning/targets.js';

export type { FoundTargets } from '../../tuning/targets.js';

/** What the rule needs of a run that went on to its end. */
export type Course = Pick<RunRecord, 'evaluations' | 'metric'>;

/**
 * The targets that runs of random shuffling give, by the rule for Choosy's own tasks.
 *
 * @throws UsageError if a loss or metric was not finite.
 */
export const targetsOf = (runs: readonly Course[]): FoundTargets =>
  targetsOfCourses(
    runs.map(({ evaluations }) =>
      evaluations.map((row) => ({ samples: row[0], loss: finite(row[4]), metric: finite(row[5]) })),
    ),
    runs[0]!.metric.higherIsBetter,
  );

function finite(value: number | null): number {
  if (value === null)
    throw new UsageError('A run diverged, so it gives no targets; lower the learning rate.');
  return value;
}
