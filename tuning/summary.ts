import { type Targets, tasks } from 'choosy/tasks';
import { interquartileRange, max, mean, median, min } from 'simple-statistics';
import { readRecords, type RunRecord } from './records.js';

/** What random shuffling does on a task, over the seeds that are reported. */
export interface Summary {
  readonly runs: number;
  /** Values of the task's first metric on the test set after the last step. */
  readonly test: Spread;
  /** The same on further test sets, by name. */
  readonly furtherTests: Readonly<Record<string, Spread>>;
  /** The validation metric about a third of the way. */
  readonly third: Spread;
  /** The validation metric over the last fifth of the way. */
  readonly settled: Spread;
  /** Seconds of training of a run: steps, times the lower quartile of a step's time in the run disturbed least. */
  readonly seconds: number;
  readonly targets: Targets;
  readonly lossTargets: Targets;
}

export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Half the interquartile range. */
  readonly halfRange: number;
}

/** Part of the error (1 - accuracy, or the root mean squared error) that targets allow above the median. */
export const tolerance = 0.1;

/** Evaluations that stand for "a third of the way": those from here to there. */
const aThird = [0.28, 0.38] as const;
const theEnd = [0.8, 1] as const;

/** @returns Undefined if no run is there. */
export function summarize(name: string): Summary | undefined {
  const task = tasks.find((task) => task.name === name)!;
  const { learningRate, batchSize, epochs } = task.defaults;
  const records = readRecords('baseline', name).filter(
    (r) => r.learningRate === learningRate && r.batchSize === batchSize && r.epochs === epochs,
  );
  if (records.length === 0) return undefined;
  const third = spread(records.map((record) => level(record, aThird)));
  const settled = spread(records.map((record) => level(record, theEnd)));
  const further = Object.keys(records[0]!.furtherTests ?? {});
  const { higherIsBetter } = task.metrics[0];
  const error = higherIsBetter ? 1 - settled.median : settled.median;
  const allowed = Math.max(tolerance * error, settled.halfRange) * (higherIsBetter ? -1 : 1);
  return {
    runs: records.length,
    test: spread(records.map(({ test }) => test!)),
    furtherTests: Object.fromEntries(
      further.map((set) => [set, spread(records.map(({ furtherTests }) => furtherTests![set]!))]),
    ),
    third,
    settled,
    seconds: (stepsOf(records) * min(records.map((r) => r.stepMilliseconds))) / 1000,
    targets: { early: rounded(third.median + allowed), final: rounded(settled.median + allowed) },
    lossTargets: lossTargets(records),
  };
}

/**
 * The loss rises where a network overfits, so its final target is about the lowest that a run held at two evaluations
 * in a row, and its early one about a third of the way there.
 */
function lossTargets(records: readonly RunRecord[]): Targets {
  const lowest = records.map(({ evaluations }) => {
    const held = evaluations.slice(1).map((row, i) => Math.max(evaluations[i]![2]!, row[2]!));
    return { loss: min(held), samples: evaluations[held.indexOf(min(held))]![0]! };
  });
  const early = records.map(
    ({ evaluations }, i) => evaluations.find(([samples]) => samples! >= lowest[i]!.samples / 3)![2]!,
  );
  const final = spread(lowest.map(({ loss }) => loss));
  const allowed = Math.max(tolerance * final.median, final.halfRange);
  return { early: rounded(median(early) + allowed), final: rounded(final.median + allowed) };
}

/** Steps of a whole run. */
const stepsOf = ([record]: readonly RunRecord[]): number =>
  Math.round(record!.evaluations.at(-1)![0]! / record!.batchSize);

/** Mean of the metric over the evaluations in a part of a run: single ones jump. */
function level({ evaluations }: RunRecord, [from, to]: readonly [number, number]): number {
  const end = evaluations.at(-1)![0]!;
  const inside = evaluations.filter(([samples]) => samples! >= from * end && samples! <= to * end);
  return mean(inside.map((row) => row[3]!));
}

function spread(values: number[]): Spread {
  return {
    median: median(values),
    lowest: min(values),
    highest: max(values),
    halfRange: interquartileRange(values) / 2,
  };
}

const rounded = (value: number): number => Number(value.toFixed(4));
