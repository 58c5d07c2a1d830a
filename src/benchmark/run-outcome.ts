import { trainingSeconds } from '../training/index.js';
import type { RunRecord } from './run-record.js';
import type { Observation } from './statistics.js';
import { type Goal, type Reached, reachedAt, timeToTarget, type Unit } from './time-to-target.js';

/** Which of a task's two targets. */
export type Level = 'early' | 'final';

export const levels = ['early', 'final'] as const satisfies readonly Level[];

/** What came of a run with a target. */
export interface Outcome {
  readonly seed: number;
  /** Undefined if the run is censored: it ended before it held the target at two evaluations in a row. */
  readonly reached: Reached | undefined;
  /** What the whole budget costs at the run's pace. */
  readonly budget: Reached;
}

/**
 * What a run cost to reach one of its targets, and what its budget costs.
 *
 * @returns Undefined if the run was not to reach it: it was stopped at the early targets.
 */
export function outcomeOf(record: RunRecord, goal: Goal, level: Level): Outcome | undefined {
  if (level === 'final' && record.until === 'early') return undefined;
  const { targets, metric, trainingSetSize, cost, hyperparameters } = record;
  const { trained, scored } = cost.samples;
  const whole = hyperparameters.epochs * trainingSetSize;
  // A run that diverged did not use up its budget, but is no cheaper for that.
  const share = whole / Math.max(1, trained);
  return {
    seed: record.seed,
    reached: timeToTarget(record.evaluations, {
      goal,
      target: targets[goal][level],
      higherIsBetter: goal === 'metric' && metric.higherIsBetter,
      trainingSetSize,
    }),
    budget: reachedAt(
      {
        trained: whole,
        scored: share * scored,
        seconds: share * trainingSeconds(cost),
        steps: share * cost.steps,
      },
      trainingSetSize,
    ),
  };
}

/** An outcome counted in one unit. */
export const observe = ({ reached, budget }: Outcome, unit: Unit): Observation => ({
  time: reached?.[unit],
  budget: budget[unit],
});
