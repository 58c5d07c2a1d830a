import { ChoosyError } from '../core/errors.js';
import type { WeightValues } from '../layers/index.js';
import { reaches } from '../metrics/index.js';
import { datasetSize } from './dataset.js';
import { type Cost, type History, trainingSeconds } from './history.js';
import { completeOptions, type CompleteTrainOptions, type TrainOptions } from './train-options.js';
import { TrainingRun } from './training-run.js';

/** Why a run ended; `error` only in the partial result of an error. */
export type StopReason = 'epochs' | 'seconds' | 'target' | 'patience' | 'interrupted' | 'error';

export interface TrainingResult {
  readonly weights: WeightValues;
  readonly history: History;
  readonly cost: Cost;
  readonly stoppedBy: StopReason;
}

/**
 * Trains a model on the batches that a selector chooses.
 *
 * An epoch is as many samples trained as the training set has, whichever they were. The clock of training runs
 * while batches are selected, scored and trained on; evaluation, set-up and checkpoints are kept apart.
 *
 * @throws UsageError, ShapeError or DataError if the options do not fit together; SelectorError if the selector
 *   gives an unusable batch; DivergenceError if the loss is no longer finite; FileFormatError for a bad checkpoint.
 *   An error in the middle of a run has its result so far as `partialResult`, a {@link TrainingResult}.
 */
export async function train(options: TrainOptions): Promise<TrainingResult> {
  const complete = completeOptions(options);
  const run = await TrainingRun.create(complete);
  try {
    const stoppedBy = await trainUntilStopped(run, complete);
    return resultOf(run, stoppedBy);
  } catch (error) {
    if (error instanceof ChoosyError) error.partialResult = resultOf(run, 'error');
    // If this fails, too (a full disk may be the error itself), the first error is the one to tell.
    if (run.resumable) await run.save().catch(() => undefined);
    throw error;
  } finally {
    await run.release();
  }
}

async function trainUntilStopped(run: TrainingRun, options: CompleteTrainOptions): Promise<StopReason> {
  const { evaluateEvery, checkpoint } = options;
  const savePeriod = 1000 * (checkpoint?.everySeconds ?? 60);
  const evaluationsDue = () => Math.floor(run.progress.cost.samples.trained / evaluateEvery);
  let saved = performance.now();
  let stoppedBy = stopReason(run, options);
  while (stoppedBy === undefined) {
    const before = evaluationsDue();
    await run.step();
    if (evaluationsDue() > before) await run.evaluate();
    stoppedBy = stopReason(run, options);
    if (stoppedBy === undefined && performance.now() - saved >= savePeriod) {
      await run.save();
      saved = performance.now();
    }
  }
  if (stoppedBy !== 'interrupted' && run.progress.sinceEvaluation.samples > 0) await run.evaluate();
  await run.save();
  return stoppedBy;
}

function stopReason(run: TrainingRun, options: CompleteTrainOptions): StopReason | undefined {
  const { stop, trainingSet, signal } = options;
  const { cost, patience } = run.progress;
  if (targetReached(run, options)) return 'target';
  if (stop.patience !== undefined && patience.waited >= stop.patience) return 'patience';
  if (stop.epochs !== undefined && cost.samples.trained >= stop.epochs * datasetSize(trainingSet))
    return 'epochs';
  if (stop.seconds !== undefined && trainingSeconds(cost) >= stop.seconds) return 'seconds';
  return signal?.aborted ? 'interrupted' : undefined;
}

function targetReached(run: TrainingRun, { stop, metrics }: CompleteTrainOptions): boolean {
  const { history, sinceEvaluation } = run.progress;
  const last = history.evaluations.at(-1);
  if (!stop.target || !last || sinceEvaluation.samples > 0) return false;
  const { metric, value } = stop.target;
  const reached = metric === 'loss' ? last.loss : last.metrics[metric];
  if (reached === undefined) return false;
  // The loss is no metric, and lower is better.
  return reaches(metrics.find(({ name }) => name === metric) ?? { higherIsBetter: false }, reached, value);
}

function resultOf({ weights, progress }: TrainingRun, stoppedBy: StopReason): TrainingResult {
  return { weights, history: progress.history, cost: progress.cost, stoppedBy };
}
