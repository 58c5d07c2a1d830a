/** Makes the run that its parent sends, and answers with its record. */
import { cpus } from 'node:os';
import { randomShuffling, reaches, train, trainingSeconds } from 'choosy';
import { measureTests, tasks } from 'choosy/tasks';
import type { RunPlan, RunRecord } from './records.js';

process.once('message', ([plan]: readonly [RunPlan]) => {
  void makeRun(plan).then((result) => process.send!({ order: 0, result }));
});
// The pool ends it by hanging up.
process.once('disconnect', () => process.exit());

async function makeRun(plan: RunPlan): Promise<RunRecord> {
  const task = tasks.find(({ name }) => name === plan.task)!;
  const [goalMetric] = task.metrics;
  const { name: metric } = goalMetric;
  const data = await task.load({ seed: plan.seed });
  const { trainingSet, validationSet } = data;
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
      if (!reaches(goalMetric, metrics[metric]!, plan.goal)) candidate = undefined;
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
  const tests = reports ? await measureTests(task, data, result.weights) : [];
  const [test, ...furtherTests] = tests.map(
    ({ name, metrics }) => [name, rounded(metrics[metric]!)] as const,
  );
  return {
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
    ...(test && { test: test[1] }),
    ...(furtherTests.length > 0 && { furtherTests: Object.fromEntries(furtherTests) }),
    node: process.version,
    processor: cpus()[0]!.model,
  };
}
