import { readRecords, type RunRecord } from './records.js';
import { spaces } from './spaces.js';

/** How one pair of hyper-parameters did. */
export interface Score {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly runs: number;
  /** Runs that reached the goal. */
  readonly reached: number;
  /** Geometric mean, over the runs that reached it, of the seconds to the goal; Infinity if none did. */
  readonly seconds: number;
  /** Best value of the metric in any run. */
  readonly best: number;
}

/** Seconds to the goal: steps, times what a step takes when nothing else runs. */
const secondsToGoal = ({ stepsToGoal, stepMilliseconds }: RunRecord): number =>
  stepsToGoal === null ? Infinity : (stepsToGoal * stepMilliseconds) / 1000;

const geometricMean = (values: readonly number[]): number =>
  values.length === 0 ? Infinity : Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

/** All pairs that were tried on a task, best first: those that reach the goal most often, the fastest of them first. */
export function ranking(task: string, { firstSeedOnly = false } = {}): Score[] {
  const { learningRates, batchSizes, seeds } = spaces[task]!;
  const records = readRecords('search', task).filter(({ seed }) => !firstSeedOnly || seed === seeds[0]);
  const scores = learningRates.flatMap((learningRate) =>
    batchSizes.map((batchSize): Score => {
      const runs = records.filter((r) => r.learningRate === learningRate && r.batchSize === batchSize);
      const times = runs.map(secondsToGoal).filter(Number.isFinite);
      const values = runs.flatMap(({ evaluations }) => evaluations.map((row) => row[3]!));
      const lower = runs[0]?.metric === 'rootMeanSquaredError';
      return {
        ...{ learningRate, batchSize, runs: runs.length, reached: times.length },
        seconds: geometricMean(times),
        best: lower ? Math.min(...values) : Math.max(...values),
      };
    }),
  );
  return scores
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.reached - a.reached || a.seconds - b.seconds || b.runs - a.runs);
}
