import { trainingSeconds } from '../training/index.js';
import type { RunRecord } from './run-record.js';
import type { Outcome } from './statistics.js';
import { type EvaluationPoint, timeToTarget } from './time-to-target.js';

/** What the cost of a run is counted in. */
export type Measure = 'seconds' | 'epochs';

/** Which of a task's targets. */
export type TargetName = keyof RunRecord['targets'];

/** An evaluation of a record, its values by name. */
export const toPoint = ([
  samples,
  seconds,
  steps,
  ,
  metric,
]: RunRecord['evaluations'][number]): EvaluationPoint => ({ samples, seconds, steps, metric });

/** What a run cost to reach one of its targets, and what its budget costs. */
export function outcomeOf(record: RunRecord, targetName: TargetName, measure: Measure): Outcome {
  const { targets, metric, trainingSetSize, cost, hyperparameters } = record;
  const reached = timeToTarget(record.evaluations.map(toPoint), {
    target: targets[targetName],
    higherIsBetter: metric.higherIsBetter,
    trainingSetSize,
  });
  // A run that diverged did not use up its budget, but is no cheaper for that.
  const pace = trainingSeconds(cost) / Math.max(1, cost.samples.trained);
  const { epochs } = hyperparameters;
  return {
    time: reached?.[measure],
    budget: measure === 'epochs' ? epochs : pace * epochs * trainingSetSize,
  };
}
