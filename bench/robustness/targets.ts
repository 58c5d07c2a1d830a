import type { RunRecord } from 'choosy/benchmark';
import type { Task } from 'choosy/tasks';
import { interquartileRange, max, mean, median, min } from 'simple-statistics';
import { UsageError } from '../../src/core/errors.js';
import { tolerance } from '../../tuning/summary.js';

export type FoundTargets = Required<Pick<Task, 'targets' | 'lossTargets'>>;

/** What the rule needs of a run that went on to its end. */
export type Course = Pick<RunRecord, 'evaluations' | 'metric'>;

type Evaluation = RunRecord['evaluations'][number];

/** Evaluations that stand for "a third of the way" of the metric, and for its end: those from here to there. */
const aThird = [0.28, 0.38] as const;
const theEnd = [0.8, 1] as const;

/**
 * The targets that runs of random shuffling give, by the rule of docs/benchmark-protocol.md, as `tuning/summary.ts`
 * has it for Choosy's own tasks.
 *
 * @throws UsageError if a loss or metric was not finite.
 */
export function targetsOf(runs: readonly Course[]): FoundTargets {
  const { higherIsBetter } = runs[0]!.metric;
  const settled = runs.map((run) => level(run, theEnd));
  const error = higherIsBetter ? 1 - median(settled) : median(settled);
  const allowed = allowance(error, settled) * (higherIsBetter ? -1 : 1);
  const early = median(runs.map((run) => level(run, aThird)));
  return {
    targets: { early: rounded(early + allowed), final: rounded(median(settled) + allowed) },
    lossTargets: lossTargetsOf(runs),
  };
}

/** The final one is about the lowest loss that a run held at two evaluations in a row, the early one that at a third of the way. */
function lossTargetsOf(runs: readonly Course[]): FoundTargets['lossTargets'] {
  const lowest = runs.map(({ evaluations }) => {
    const held = evaluations.slice(1).map((row, i) => max([lossOf(evaluations[i]!), lossOf(row)]));
    return { loss: min(held), samples: evaluations[held.indexOf(min(held))]![0] };
  });
  const early = runs.map(({ evaluations }, i) =>
    lossOf(evaluations.find(([samples]) => samples >= lowest[i]!.samples / 3)!),
  );
  const losses = lowest.map(({ loss }) => loss);
  const allowed = allowance(median(losses), losses);
  return { early: rounded(median(early) + allowed), final: rounded(median(losses) + allowed) };
}

/** A tenth of the error, or half the interquartile range over the runs. */
const allowance = (error: number, values: number[]): number =>
  Math.max(tolerance * error, interquartileRange(values) / 2);

/** Mean of the metric over the evaluations in a part of a run: single ones jump. */
function level({ evaluations }: Course, [from, to]: readonly [number, number]): number {
  const end = evaluations.at(-1)![0];
  return mean(evaluations.filter(([samples]) => samples >= from * end && samples <= to * end).map(metricOf));
}

const lossOf = (evaluation: Evaluation) => finite(evaluation[4]);
const metricOf = (evaluation: Evaluation) => finite(evaluation[5]);

function finite(value: number | null): number {
  if (value === null)
    throw new UsageError('A run diverged, so it gives no targets; lower the learning rate.');
  return value;
}

const rounded = (value: number): number => Number(value.toFixed(4));
