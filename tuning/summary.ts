import { type Targets, tasks } from 'choosy/tasks';
import { interquartileRange, max, median, min } from 'simple-statistics';
import { readRecords, type RunRecord } from './records.js';
import { metricAtThird, settledMetric, targetsOf } from './targets.js';

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

/** @returns Undefined if no run is there. */
export function summarize(name: string): Summary | undefined {
  const task = tasks.find((task) => task.name === name)!;
  const { learningRate, batchSize, epochs } = task.defaults;
  const records = readRecords('baseline', name).filter(
    (r) => r.learningRate === learningRate && r.batchSize === batchSize && r.epochs === epochs,
  );
  if (records.length === 0) return undefined;
  const courses = records.map(({ evaluations }) =>
    evaluations.map((row) => ({ samples: row[0]!, loss: row[2]!, metric: row[3]! })),
  );
  const further = Object.keys(records[0]!.furtherTests ?? {});
  return {
    runs: records.length,
    test: spread(records.map(({ test }) => test!)),
    furtherTests: Object.fromEntries(
      further.map((set) => [set, spread(records.map(({ furtherTests }) => furtherTests![set]!))]),
    ),
    third: spread(courses.map(metricAtThird)),
    settled: spread(courses.map(settledMetric)),
    seconds: (stepsOf(records) * min(records.map((r) => r.stepMilliseconds))) / 1000,
    ...targetsOf(courses, task.metrics[0].higherIsBetter),
  };
}

/** Steps of a whole run. */
const stepsOf = ([record]: readonly RunRecord[]): number =>
  Math.round(record!.evaluations.at(-1)![0]! / record!.batchSize);

function spread(values: number[]): Spread {
  return {
    median: median(values),
    lowest: min(values),
    highest: max(values),
    halfRange: interquartileRange(values) / 2,
  };
}
