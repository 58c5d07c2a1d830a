/** Makes one run, given as JSON in the first argument, and prints its record. */
import { cpus } from 'node:os';
import { evaluate, randomShuffling, train, trainingSeconds } from 'choosy';
import { tasks } from 'choosy/tasks';
import type { RunPlan, RunRecord } from './records.js';

const plan = JSON.parse(process.argv[2]!) as RunPlan;
const task = tasks.find(({ name }) => name === plan.task)!;
const { name: metric, higherIsBetter } = task.metrics[0];
const reached = (value: number) => (higherIsBetter ? value >= plan.goal! : value <= plan.goal!);

const { trainingSet, validationSet, testSet, furtherTestSets = [] } = await task.load({ seed: plan.seed });
const model = task.model(trainingSet);
const { loss, metrics } = task;
const enough = new AbortController();
const stepTimes: number[] = [];
let seconds = 0;
let candidate: number | undefined;
let stepsToGoal: number | null = null;

const result = await train({
  ...{ model, trainingSet, loss, metrics },
  evaluationSet: validationSet,
  optimizer: task.optimizer(plan.learningRate),
  selector: randomShuffling(),
  batchSize: plan.batchSize,
  seed: plan.seed,
  evaluateEvery: task.defaults.evaluateEvery,
  stop: { epochs: plan.epochs },
  signal: enough.signal,
  onStep(progress) {
    stepTimes.push(progress.seconds - seconds);
    seconds = progress.seconds;
  },
  onEvaluation({ metrics, step }) {
    if (plan.goal === undefined) return;
    if (!reached(metrics[metric]!)) candidate = undefined;
    else if (candidate === undefined) candidate = step;
    else {
      stepsToGoal = candidate;
      enough.abort();
    }
  },
}).catch((error: { partialResult?: Awaited<ReturnType<typeof train>> }) => {
  // A learning rate so high that training diverges is a result, too.
  if (error.partialResult) return error.partialResult;
  throw error;
});

const rounded = (value: number) => Number(value.toPrecision(6));
stepTimes.sort((a, b) => a - b);
const reports = plan.goal === undefined;
const measure = async (dataset: typeof testSet) =>
  (await evaluate({ model, weights: result.weights, dataset, loss, metrics })).metrics[metric]!;
const furtherTests: Record<string, number> = {};
for (const dataset of reports ? furtherTestSets : []) {
  furtherTests[dataset.name] = rounded(await measure(dataset));
}
const record: RunRecord = {
  ...plan,
  metric,
  stoppedBy: stepsToGoal === null ? result.stoppedBy : 'target',
  stepsToGoal,
  stepMilliseconds: rounded(1000 * (stepTimes[Math.floor(stepTimes.length / 4)] ?? 0)),
  trainingSeconds: rounded(trainingSeconds(result.cost)),
  columns: ['samples', 'seconds', 'loss', 'metric'],
  evaluations: result.history.evaluations.map(({ samples, seconds, loss, metrics }) =>
    [samples, seconds, loss!, metrics[metric]!].map(rounded),
  ),
  ...(reports && { test: rounded(await measure(testSet)) }),
  ...(furtherTestSets.length > 0 && reports && { furtherTests }),
  node: process.version,
  processor: cpus()[0]!.model,
};
process.stdout.write(JSON.stringify(record));
