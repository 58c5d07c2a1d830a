import { DivergenceError } from '../core/errors.js';
import type { SelectorEntry } from '../selection/index.js';
import { measureTests, type Task, type TestResult } from '../tasks/index.js';
import { datasetSize, train, type TrainingResult, type TrainOptions } from '../training/index.js';
import { recordVersion, type RunPlan, type RunRecord } from './run-record.js';
import { toPoint } from './run-outcome.js';
import { timeToTarget } from './time-to-target.js';

export interface RunOptions {
  readonly task: Task;
  readonly selector: SelectorEntry;
  /** A folder that data is looked for in first. */
  readonly dataDirectory?: string | undefined;
  readonly commit?: string | undefined;
}

/**
 * What is trained first and thrown away, so that JavaScript is compiled when the clock starts: in the tasks that take
 * milliseconds, selectors with more code would look slow. Two epochs, since many selectors do another thing in the
 * second.
 */
const warmUp = { epochs: 2, seconds: 0.5 };

/**
 * Makes a run, and says what came of it.
 *
 * @throws What loading the data and `train` throw, but for a loss that is no longer finite: that is a result, too.
 */
export async function makeRun(
  plan: RunPlan,
  { task, selector, dataDirectory, commit }: RunOptions,
): Promise<RunRecord> {
  const { seed, threads, targets } = plan;
  const { batchSize, learningRate, epochs, evaluateEvery } = plan.hyperparameters;
  const { loss, metrics } = task;
  const [metric] = metrics;
  const data = await task.load({ seed, dataDirectory });
  const { trainingSet } = data;
  const trainingSetSize = datasetSize(trainingSet);
  const evaluations: RunRecord['evaluations'] = [];
  const goal = { target: targets.final, higherIsBetter: metric.higherIsBetter, trainingSetSize };
  const enough = new AbortController();
  let diverged = false;
  const options: Omit<TrainOptions, 'stop'> = {
    ...{ trainingSet, loss, metrics, batchSize, evaluateEvery, seed, threads },
    model: task.model(trainingSet),
    evaluationSet: data.validationSet,
    optimizer: task.optimizer(learningRate),
    selector: selector.create(),
  };
  // What fails here fails again below, where it is told.
  await train({ ...options, stop: warmUp }).catch(() => undefined);
  const result = await train({
    ...options,
    stop: { epochs },
    signal: enough.signal,
    onEvaluation(evaluation) {
      const { samples, seconds, step } = evaluation;
      evaluations.push([
        samples,
        rounded(seconds)!,
        step,
        rounded(evaluation.loss!),
        rounded(evaluation.metrics[metric.name]!),
      ]);
      if (!plan.full && timeToTarget(evaluations.slice(-2).map(toPoint), goal)) enough.abort();
    },
  }).catch((error: unknown) => {
    if (!(error instanceof DivergenceError)) throw error;
    diverged = true;
    return error.partialResult as TrainingResult;
  });
  return {
    version: recordVersion,
    ...plan,
    ...(commit !== undefined && { commit }),
    metric: { name: metric.name, higherIsBetter: metric.higherIsBetter },
    trainingSetSize,
    evaluations,
    cost: result.cost,
    stoppedBy: diverged ? 'diverged' : enough.signal.aborted ? 'target' : 'epochs',
    tests: diverged ? [] : (await measureTests(task, data, result.weights)).map(roundedTest),
  };
}

function roundedTest({ name, loss, metrics }: TestResult): RunRecord['tests'][number] {
  const values = Object.entries(metrics).map(([metric, value]) => [metric, rounded(value)] as const);
  return { name, loss: rounded(loss), metrics: Object.fromEntries(values) };
}

const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
