import { tasks } from 'choosy/tasks';
import { geometricMean, max, min } from 'simple-statistics';
import { readRecords } from './records.js';
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

/**
 * All pairs that were tried on a task, best first: those tried with most seeds, of these those that reach the goal
 * most often, and of these the fastest.
 */
export function ranking(task: string, { firstSeedOnly = false } = {}): Score[] {
  const { learningRates, batchSizes, seeds, epochs, goal } = spaces[task]!;
  const { higherIsBetter } = tasks.find(({ name }) => name === task)!.metrics[0];
  const records = readRecords('search', task).filter(
    (record) =>
      record.epochs === epochs && record.goal === goal && (!firstSeedOnly || record.seed === seeds[0]),
  );
  // A step takes as long as in the run that was disturbed least, whatever the learning rate.
  const stepSeconds = (batchSize: number) =>
    min(records.filter((r) => r.batchSize === batchSize).map((r) => r.stepMilliseconds)) / 1000;
  const scores = learningRates.flatMap((learningRate) =>
    batchSizes.map((batchSize): Score => {
      const runs = records.filter((r) => r.learningRate === learningRate && r.batchSize === batchSize);
      const steps = runs.flatMap(({ stepsToGoal }) => stepsToGoal ?? []);
      const values = runs.flatMap(({ evaluations }) => evaluations.map((row) => row[3]!));
      return {
        ...{ learningRate, batchSize, runs: runs.length, reached: steps.length },
        seconds: steps.length > 0 ? geometricMean(steps) * stepSeconds(batchSize) : Infinity,
        best: values.length === 0 ? NaN : higherIsBetter ? max(values) : min(values),
      };
    }),
  );
  return scores
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.runs - a.runs || b.reached - a.reached || a.seconds - b.seconds);
}

/** How much slower than the fastest a pair may be and still be taken: some seeds do not tell less apart. */
const aboutAsFast = 4 / 3;

/** The pair to train a task with. @returns Undefined if none was tried. */
export const choose = (task: string): Score | undefined => leastNoisy(ranking(task));

/**
 * The pair to take from a ranking: of those that reach the goal as often as the first of the ranking and about as fast, the
 * one with the lowest ratio of learning rate to batch size. That ratio sets how far from the optimum the noise of the
 * gradients keeps a run (Smith and Le 2018, "A Bayesian perspective on generalization and stochastic gradient
 * descent", section 4).
 */
export function leastNoisy(scores: readonly Score[]): Score | undefined {
  const best = scores[0];
  const noise = ({ learningRate, batchSize }: Score) => learningRate / batchSize;
  return scores
    .filter(
      ({ runs, reached, seconds }) =>
        runs === best!.runs && reached === best!.reached && seconds <= aboutAsFast * best!.seconds,
    )
    .sort((a, b) => noise(a) - noise(b) || a.seconds - b.seconds)[0];
}
