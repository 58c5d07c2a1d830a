import { reaches } from '../metrics/index.js';

/** What an evaluation found, and what training had cost by then. */
export interface EvaluationPoint {
  readonly samples: number;
  readonly seconds: number;
  readonly steps: number;
  /** Null where it was not a finite number. */
  readonly metric: number | null;
}

export interface TargetOptions {
  readonly target: number;
  readonly higherIsBetter: boolean;
  /** Samples of an epoch. */
  readonly trainingSetSize: number;
}

/** What it cost to reach a target. */
export interface TimeToTarget {
  readonly seconds: number;
  readonly epochs: number;
  readonly steps: number;
}

/**
 * When the metric first reached a target at two evaluations in a row: one alone would reward curves that jump.
 *
 * The time is that of the first of the two, less what a straight line from the evaluation before says. Without an
 * evaluation before it, or one with a finite metric, it is that of the first of the two.
 *
 * @returns Undefined if the run is censored: it ended before that.
 */
export function timeToTarget(
  evaluations: readonly EvaluationPoint[],
  { target, higherIsBetter, trainingSetSize }: TargetOptions,
): TimeToTarget | undefined {
  const isThere = ({ metric }: EvaluationPoint) =>
    metric !== null && reaches({ higherIsBetter }, metric, target);
  const first = evaluations.findIndex(
    (evaluation, i) => i + 1 < evaluations.length && isThere(evaluation) && isThere(evaluations[i + 1]!),
  );
  if (first < 0) return undefined;
  const hit = evaluations[first]!;
  const before = evaluations[first - 1] ?? hit;
  const part =
    before === hit || before.metric === null ? 1 : (target - before.metric) / (hit.metric! - before.metric);
  const between = (from: number, to: number) => from + part * (to - from);
  return {
    seconds: between(before.seconds, hit.seconds),
    epochs: between(before.samples, hit.samples) / trainingSetSize,
    steps: between(before.steps, hit.steps),
  };
}
