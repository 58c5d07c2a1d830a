import type { RunRecord } from 'choosy/benchmark';
import { geometricMean, max, min } from 'simple-statistics';
import { timeToTarget } from '../../src/benchmark/time-to-target.js';
import { UsageError } from '../../src/core/errors.js';
import { groupBy } from '../../src/core/group-by.js';
import { leastNoisy, type Score } from '../../tuning/choose.js';

/** All pairs that were tried, best first: those that reach the goal most often, and of these the fastest. */
export function rank(records: readonly RunRecord[]): Score[] {
  const pairs = groupBy(records, ({ hyperparameters: h }) => `${h.learningRate} ${h.batchSize}`);
  // A step takes as long as in the run that was disturbed least, whatever the learning rate.
  const stepSeconds = (batchSize: number) =>
    min(
      records
        .filter(({ hyperparameters }) => hyperparameters.batchSize === batchSize)
        .map(({ cost }) => cost.seconds.steps / cost.steps),
    );
  const scores = [...pairs.values()].map((runs): Score => {
    const [{ hyperparameters, metric }] = runs as [RunRecord, ...RunRecord[]];
    const { learningRate, batchSize } = hyperparameters;
    const steps = runs.flatMap((run) => stepsToGoal(run) ?? []);
    const values = runs.flatMap(({ evaluations }) => evaluations.flatMap((row) => row[5] ?? []));
    return {
      ...{ learningRate, batchSize, runs: runs.length, reached: steps.length },
      seconds: steps.length > 0 ? geometricMean(steps) * stepSeconds(batchSize) : Infinity,
      best: metric.higherIsBetter ? max(values) : min(values),
    };
  });
  return scores.sort((a, b) => b.reached - a.reached || a.seconds - b.seconds);
}

const stepsToGoal = ({ evaluations, metric, targets, trainingSetSize }: RunRecord): number | undefined =>
  timeToTarget(evaluations, {
    ...{ goal: 'metric', target: targets.metric.final, trainingSetSize },
    higherIsBetter: metric.higherIsBetter,
  })?.steps;

/** The pair to train with, by the rule for Choosy's own tasks. @throws UsageError if no pair reached the goal. */
export function choose(scores: readonly Score[]): Score {
  if (scores[0]!.reached === 0) {
    throw new UsageError(
      'No pair of hyper-parameters reached the goal of the search; set one that is easier.',
    );
  }
  return leastNoisy(scores)!;
}
