import { reaches } from '../metrics/index.js';
import type { RunRecord } from './run-record.js';

/** What a run is to reach on the validation set: a value of the task's first metric, or of the loss. */
export type Goal = 'metric' | 'loss';

export const goals = ['metric', 'loss'] as const satisfies readonly Goal[];

/** What training had cost when it got somewhere. */
export interface Reached {
  /** Of training; evaluation is not counted. */
  readonly seconds: number;
  /** Samples trained, in passes over the training set. */
  readonly epochs: number;
  /** Samples scored (forward only), in passes over the training set. */
  readonly scoredEpochs: number;
  /** Epochs, and a third of the scored ones: a forward pass is about a third of a training step's arithmetic. */
  readonly equivalentEpochs: number;
  /** Epochs, trained or scored. */
  readonly passes: number;
  readonly steps: number;
}

/** What cost can be counted in. */
export type Unit = keyof Reached;

export interface TargetOptions {
  readonly goal: Goal;
  readonly target: number;
  readonly higherIsBetter: boolean;
  /** Samples of an epoch. */
  readonly trainingSetSize: number;
}

type Evaluation = RunRecord['evaluations'][number];

/**
 * When the metric or the loss first reached a target at two evaluations in a row: one alone would reward curves that
 * jump.
 *
 * The time is that of the first of the two, less what a straight line from the evaluation before says. Without an
 * evaluation before it, or one with a finite value, it is that of the first of the two.
 *
 * @returns Undefined if the run is censored: it ended before that.
 */
export function timeToTarget(
  evaluations: readonly Evaluation[],
  { goal, target, higherIsBetter, trainingSetSize }: TargetOptions,
): Reached | undefined {
  const valueOf = (evaluation: Evaluation) => evaluation[goal === 'loss' ? 4 : 5];
  const isThere = (evaluation: Evaluation) => {
    const value = valueOf(evaluation);
    return value !== null && reaches({ higherIsBetter }, value, target);
  };
  const first = evaluations.findIndex(
    (evaluation, i) => i + 1 < evaluations.length && isThere(evaluation) && isThere(evaluations[i + 1]!),
  );
  if (first < 0) return undefined;
  const hit = evaluations[first]!;
  const before = evaluations[first - 1] ?? hit;
  const [start, end] = [valueOf(before), valueOf(hit)!];
  const part = before === hit || start === null ? 1 : (target - start) / (end - start);
  const between = (place: 0 | 1 | 2 | 3) => before[place] + part * (hit[place] - before[place]);
  return reachedAt(
    { trained: between(0), scored: between(1), seconds: between(2), steps: between(3) },
    trainingSetSize,
  );
}

/** Counts what training had cost in every unit. */
export function reachedAt(
  cost: {
    readonly trained: number;
    readonly scored: number;
    readonly seconds: number;
    readonly steps: number;
  },
  trainingSetSize: number,
): Reached {
  const epochs = cost.trained / trainingSetSize;
  const scoredEpochs = cost.scored / trainingSetSize;
  return {
    seconds: cost.seconds,
    epochs,
    scoredEpochs,
    equivalentEpochs: epochs + scoredEpochs / 3,
    passes: epochs + scoredEpochs,
    steps: cost.steps,
  };
}
