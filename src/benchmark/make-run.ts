import { DivergenceError } from '../core/errors.js';
import { reaches } from '../metrics/index.js';
import { linearDecay } from '../optimizers/index.js';
import { type SelectorFiles, selectorFromText } from '../selection/index.js';
import { measureTests, type Task, type TaskData, type TestResult } from '../tasks/index.js';
import {
  type BatchSelector,
  datasetSize,
  type Evaluation,
  train,
  type TrainingResult,
  trainingSeconds,
  type TrainOptions,
} from '../training/index.js';
import { ChoiceTally } from './choice-tally.js';
import { collectGarbage } from './collect-garbage.js';
import { recordVersion, type RunPlan, type RunRecord } from './run-record.js';
import { typicalSeconds } from './typical-seconds.js';

export interface RunOptions {
  readonly task: Task;
  /** As the task loads it for the seed of the plan. */
  readonly data: TaskData;
  /** Where the selector may be a file: those that it may be. */
  readonly files?: SelectorFiles | undefined;
  readonly commit?: string | undefined;
  /** Told how far the run is, after every evaluation. */
  readonly onProgress?: ((progress: RunProgress) => void) | undefined;
}

/** How far a run is. */
export interface RunProgress {
  readonly epoch: number;
  /** The most that there can be. */
  readonly epochs: number;
}

/**
 * Seconds of a run that are made first, again and again, and thrown away, so that JavaScript is compiled when the clock
 * starts: selectors with more code would look slow.
 */
const warmUp = { each: 0.1, together: 1 };

/**
 * A short run is made again until it has taken so many seconds of training, at most 15 times, and what is typical of
 * all of them counts: in a run of milliseconds, a pause of the machine would decide its time.
 */
const repeats = { seconds: 1, most: 15 };

/** Windows of the choices that a run up to its budget has at most. */
const WINDOWS = 40;

/**
 * Warms a run up. Then it is made attempt by attempt, between which those of other runs may be made.
 *
 * @returns Makes an attempt, and says what came of the run if that was the last one. It throws what `train` throws, but
 * for a loss that is no longer finite: that is a result, too.
 */
export async function beginRun(
  plan: RunPlan,
  options: RunOptions,
): Promise<() => Promise<RunRecord | undefined>> {
  const stop = { epochs: plan.hyperparameters.epochs, seconds: warmUp.each };
  const kept: Kept = {};
  for (const end = performance.now() + 1000 * warmUp.together; performance.now() < end;) {
    // What fails here fails again below, where it is told.
    await train({ ...trainOptions(plan, options, kept), stop }).catch(() => undefined);
  }
  const attempts: Attempt[] = [];
  let spent = 0;
  let started: string | undefined;
  return async () => {
    started ??= new Date().toISOString();
    const attempt = await makeAttempt(plan, options, kept);
    attempts.push(attempt);
    spent += secondsOf(attempt);
    if (attempts.length < repeats.most && spent < repeats.seconds) return undefined;
    return recordOf(plan, options, { attempts, started });
  };
}

/**
 * Makes a run alone, and says what came of it.
 *
 * @throws What `train` throws, but for a loss that is no longer finite: that is a result, too.
 */
export async function makeRun(plan: RunPlan, options: RunOptions): Promise<RunRecord> {
  const attempt = await beginRun(plan, options);
  let record: RunRecord | undefined;
  while (!record) record = await attempt();
  return record;
}

async function recordOf(
  plan: RunPlan,
  { task, data, commit }: RunOptions,
  { attempts, started }: { readonly attempts: readonly Attempt[]; readonly started: string },
): Promise<RunRecord> {
  const [{ name, higherIsBetter }] = task.metrics;
  const bySeconds = attempts.toSorted((a, b) => secondsOf(a) - secondsOf(b));
  const { result, stoppedBy, choices, ...median } = bySeconds[Math.floor(attempts.length / 2)]!;
  const seconds = typicalSeconds(
    attempts.map(({ evaluations }) => evaluations.map(([, , seconds]) => seconds)),
  );
  const evaluations = median.evaluations.map(
    (evaluation, i) => evaluation.with(2, rounded(seconds[i]!)) as typeof evaluation,
  );
  const tests = stoppedBy === 'diverged' ? [] : await measureTests(task, data, result.weights);
  return {
    version: recordVersion,
    ...plan,
    started,
    ...(commit !== undefined && { commit }),
    metric: { name, higherIsBetter },
    trainingSetSize: datasetSize(data.trainingSet),
    evaluations,
    cost: result.cost,
    repeats: attempts.length,
    ...{ stoppedBy, choices },
    tests: tests.map(roundedTest),
  };
}

interface Attempt extends Pick<RunRecord, 'evaluations' | 'stoppedBy' | 'choices'> {
  readonly result: TrainingResult;
}

const secondsOf = ({ result }: Attempt): number => trainingSeconds(result.cost);

async function makeAttempt(plan: RunPlan, options: RunOptions, kept: Kept): Promise<Attempt> {
  const { epochs, evaluateEvery } = plan.hyperparameters;
  const [metric] = options.task.metrics;
  const { trainingSet } = options.data;
  const evaluations: RunRecord['evaluations'] = [];
  const tally = new ChoiceTally(trainingSet);
  const perWindow = Math.ceil((epochs * datasetSize(trainingSet)) / evaluateEvery / WINDOWS);
  const enough = new AbortController();
  // What the runs before left behind is not to be on the bill of this one.
  collectGarbage();
  const isEnough = watchTargets(plan, options.task);
  let stoppedBy: RunRecord['stoppedBy'] = 'epochs';
  const result = await train({
    ...trainOptions(plan, options, kept),
    stop: { epochs },
    signal: enough.signal,
    onStep: ({ indices, losses }) => tally.add(indices, losses),
    onEvaluation(evaluation) {
      const { samples, scored, seconds, step, epoch } = evaluation;
      const values = [evaluation.loss!, evaluation.metrics[metric.name]!] as const;
      evaluations.push([samples, scored, seconds, step, rounded(values[0]), rounded(values[1])]);
      if (evaluations.length % perWindow === 0) tally.endWindow();
      options.onProgress?.({ epoch, epochs });
      if (!isEnough(evaluation)) return;
      stoppedBy = 'target';
      enough.abort();
    },
  }).catch((error: unknown) => {
    if (!(error instanceof DivergenceError)) throw error;
    stoppedBy = 'diverged';
    return error.partialResult as TrainingResult;
  });
  return { evaluations, result, stoppedBy, choices: tally.choices() };
}

/**
 * The selector of the last attempt. JavaScript drops the machine code of a function with the last one that was made of the
 * same source, so without it the selectors of the next attempt would start slowly again.
 */
interface Kept {
  selector?: BatchSelector;
}

function trainOptions(
  plan: RunPlan,
  { task, data, files }: RunOptions,
  kept: Kept,
): Omit<TrainOptions, 'stop'> {
  const { seed, threads, selector } = plan;
  const { batchSize, learningRate, decayEpochs, evaluateEvery } = plan.hyperparameters;
  const { loss, metrics } = task;
  const { trainingSet, validationSet } = data;
  const stepsOf = (epochs: number) => Math.ceil((epochs * datasetSize(trainingSet)) / batchSize);
  const rate =
    decayEpochs === null
      ? learningRate
      : linearDecay({ initialLearningRate: learningRate, decaySteps: stepsOf(decayEpochs) });
  const create = selectorFromText(selector, files).create();
  return {
    ...{ trainingSet, loss, metrics, batchSize, evaluateEvery, seed, threads },
    model: task.model(trainingSet),
    evaluationSet: validationSet,
    optimizer: task.optimizer(rate),
    selector: (samples) => (kept.selector = create(samples)),
  };
}

/** Says after each evaluation whether metric and loss have both held their targets at two evaluations in a row. */
function watchTargets({ until, targets }: RunPlan, { metrics: [metric] }: Task) {
  const reached = { metric: false, loss: false };
  let before: Evaluation | undefined;
  return (evaluation: Evaluation): boolean => {
    if (until === 'budget') return false;
    const both = [before, evaluation];
    reached.metric ||= both.every(
      (e) => e && reaches(metric, e.metrics[metric.name]!, targets.metric[until]),
    );
    reached.loss ||= both.every((e) => e && e.loss! <= targets.loss[until]);
    before = evaluation;
    return reached.metric && reached.loss;
  };
}

function roundedTest({ name, loss, metrics }: TestResult): RunRecord['tests'][number] {
  const values = Object.entries(metrics).map(([metric, value]) => [metric, rounded(value)] as const);
  return { name, loss: rounded(loss), metrics: Object.fromEntries(values) };
}

const rounded = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
