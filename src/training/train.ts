import { checkOptions, nonNegativeInteger, positiveInteger, positiveNumber } from '../core/check.js';
import { ChoosyError, DivergenceError, UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import type { Optimizer } from '../optimizers/index.js';
import { BatchBuffers } from './batch-buffers.js';
import { checkBatch, writeCoefficients } from './check-batch.js';
import { checkFit } from './check-fit.js';
import { encodeCheckpoint, restoreCheckpoint, type RunIdentity } from './checkpoint.js';
import { elementTypeOf } from './compile.js';
import { type Dataset, datasetSize } from './dataset.js';
import { createEvaluator } from './evaluate.js';
import { type Cost, type Evaluation, type History, trainingSeconds } from './history.js';
import { noProgress, type Progress } from './progress.js';
import { createScorer } from './scorer.js';
import type { SelectorFactory } from './selector.js';
import { TrainingStep } from './step.js';

export interface TrainOptions {
  readonly model: Model;
  readonly trainingSet: Dataset;
  /** Samples on which loss and metrics are measured; without it, only the training loss is known. */
  readonly evaluationSet?: Dataset | undefined;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** The batch selection algorithm, such as `randomShuffling()`. */
  readonly selector: SelectorFactory;
  readonly metrics?: readonly Metric[];
  /** Samples in a batch; 32 by default. */
  readonly batchSize?: number;
  /** When to stop; at the first of these that is met. */
  readonly stop: StopConditions;
  /** Samples trained between evaluations, the same for all selectors; by default the size of the training set. */
  readonly evaluateEvery?: number | undefined;
  /** Fixes initial weights, dropout, and the selector's choices; 0 by default. */
  readonly seed?: number;
  /** Threads that a training step may use; 1 by default. */
  readonly threads?: number;
  /** Weights to start from, instead of those that the seed gives. */
  readonly initialWeights?: WeightValues;
  /** Called after every step. */
  readonly onStep?: ((progress: StepProgress) => void) | undefined;
  /** Called after every evaluation. */
  readonly onEvaluation?: ((evaluation: Evaluation) => void) | undefined;
  /** Ends the run after the step under way, with a checkpoint if these are saved. */
  readonly signal?: AbortSignal | undefined;
  /** Where checkpoints go. One is saved at the end, too, so that a run can be prolonged. */
  readonly checkpoint?: CheckpointOptions | undefined;
  /** A checkpoint to go on from. */
  readonly resume?: Uint8Array | undefined;
}

export interface StopConditions {
  /** Passes over the training set, counted in samples trained. */
  readonly epochs?: number | undefined;
  /** Seconds of training: selection, scoring and steps. */
  readonly seconds?: number | undefined;
  /** A value of a metric (or of `loss`) that an evaluation must reach. */
  readonly target?: { readonly metric: string; readonly value: number } | undefined;
  /** Evaluations in a row without a new lowest evaluation loss. */
  readonly patience?: number | undefined;
}

export interface CheckpointOptions {
  save(bytes: Uint8Array): Promise<void>;
  /** Seconds between checkpoints; 60 by default. */
  readonly everySeconds?: number;
}

/** Where a run stands after a step. */
export interface StepProgress {
  readonly step: number;
  readonly epoch: number;
  readonly samples: number;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** Mean loss of the batch before its update. */
  readonly batchLoss: number;
}

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
  const started = performance.now();
  const { model, trainingSet, evaluationSet, loss, optimizer, metrics = [], stop } = options;
  const { batchSize = 32, seed = 0, threads = 1, onStep, onEvaluation, signal, checkpoint } = options;
  const size = datasetSize(trainingSet);
  const { evaluateEvery = size } = options;
  checkTrainOptions(options, { batchSize, evaluateEvery, seed, threads, size });
  checkFit(model, trainingSet, loss);

  const rng = new Rng(seed).fork('selector');
  const { labels, classNames } = trainingSet;
  const classes =
    classNames?.length ?? (loss.labels === 'classes' ? Math.max(2, model.outputShape[0]!) : undefined);
  const selector = options.selector({
    size,
    labels,
    batchSize,
    rng,
    ...(classes !== undefined && { classes }),
  });
  const signals = selector.needs ?? [];
  const types = {
    features: elementTypeOf(trainingSet.features),
    labels: elementTypeOf(labels),
    labelSize: labels.length / size,
  };
  const weights = options.initialWeights ?? model.initialize(seed);
  const trainingStep = await TrainingStep.create({
    model,
    loss,
    optimizer,
    types,
    signals,
    threads,
    seed,
    weights,
  });
  const evaluator =
    evaluationSet && (await createEvaluator({ model, dataset: evaluationSet, loss, metrics, threads }));
  const buffers = new BatchBuffers(trainingSet);
  const scorer = createScorer({
    model,
    loss,
    types,
    signals,
    trainingSet,
    threads,
    weights: () => trainingStep.weightTensors,
  });

  const identity: RunIdentity = {
    selector: selector.name,
    optimizer: optimizer.name,
    loss: loss.name,
    dataset: trainingSet.name,
    datasetSize: size,
    batchSize,
    seed,
    layers: model.weights.map(({ path, shape }) => `${path} [${shape.join(',')}]`).join('; '),
  };
  let progress = noProgress();
  if (options.resume) {
    const { vectors } = trainingStep;
    const restored = restoreCheckpoint(options.resume, { identity, vectors, selector, rng });
    trainingStep.restore(restored.vectors);
    progress = restored.progress;
  }
  const { cost, history, sinceEvaluation, patience } = progress;
  const save = () =>
    checkpoint?.save(encodeCheckpoint({ identity, progress, vectors: trainingStep.vectors, selector, rng }));
  let lastSaved = performance.now();
  cost.seconds.setup += secondsSince(started);

  const evaluate = async () => {
    const at = performance.now();
    const result = await evaluator?.evaluate(trainingStep.weightTensors);
    const evaluation: Evaluation = {
      step: progress.step,
      epoch: cost.samples.trained / size,
      samples: cost.samples.trained,
      seconds: trainingSeconds(cost),
      trainingLoss: sinceEvaluation.lossSum / sinceEvaluation.samples,
      ...(result && { loss: result.loss }),
      metrics: result?.metrics ?? {},
    };
    history.evaluations.push(evaluation);
    sinceEvaluation.lossSum = 0;
    sinceEvaluation.samples = 0;
    if (evaluation.loss !== undefined && evaluation.loss < (patience.best ?? Infinity)) {
      patience.best = evaluation.loss;
      patience.waited = 0;
    } else {
      patience.waited++;
    }
    cost.seconds.evaluation += secondsSince(at);
    onEvaluation?.(evaluation);
  };

  const step = async () => {
    const learningRate = optimizer.schedule(progress.step);
    const context = {
      step: progress.step,
      epoch: cost.samples.trained / size,
      learningRate,
      score: scorer.score,
    };
    const scoringBefore = scorer.cost.seconds;
    const selecting = performance.now();
    const chosen = selector.select(context);
    const batch = chosen instanceof Promise ? await chosen : chosen;
    const training = performance.now();
    checkBatch(batch, { selector, step: progress.step, size, batchSize });
    const tensors = buffers.gather(batch.indices);
    writeCoefficients(batch, tensors.coefficients.data as Float32Array);
    const outcome = await trainingStep.run(tensors, progress.step, learningRate);
    const observing = performance.now();
    selector.observe?.({ ...context, indices: batch.indices, signals: outcome });
    const done = performance.now();

    let lossSum = 0;
    for (const sampleLoss of outcome.loss) lossSum += sampleLoss;
    const batchLoss = lossSum / batch.indices.length;
    if (!Number.isFinite(batchLoss)) {
      throw new DivergenceError(
        `The loss became ${batchLoss} at step ${progress.step} (learning rate ${learningRate}); ` +
          'lower the learning rate, or give the optimizer a globalClipNorm.',
      );
    }
    const scoring = scorer.cost.seconds - scoringBefore;
    cost.seconds.scoring += scoring;
    cost.seconds.selection += (training - selecting + done - observing) / 1000 - scoring;
    cost.seconds.steps += (observing - training) / 1000;
    cost.samples.trained += batch.indices.length;
    cost.samples.scored += scorer.cost.takeSamples();
    cost.steps++;
    progress.step++;
    sinceEvaluation.lossSum += lossSum;
    sinceEvaluation.samples += batch.indices.length;
    history.batchLosses.push(batchLoss);
    onStep?.({
      step: progress.step,
      epoch: cost.samples.trained / size,
      samples: cost.samples.trained,
      seconds: trainingSeconds(cost),
      batchLoss,
    });
  };

  try {
    let stoppedBy = stopReason(stop, progress, size, metrics, signal);
    while (stoppedBy === undefined) {
      const evaluationsDue = Math.floor(cost.samples.trained / evaluateEvery);
      await step();
      if (Math.floor(cost.samples.trained / evaluateEvery) > evaluationsDue) await evaluate();
      stoppedBy = stopReason(stop, progress, size, metrics, signal);
      if (stoppedBy === undefined && secondsSince(lastSaved) >= (checkpoint?.everySeconds ?? 60)) {
        await save();
        lastSaved = performance.now();
      }
    }
    if (stoppedBy !== 'interrupted' && sinceEvaluation.samples > 0) await evaluate();
    await save();
    return { weights: trainingStep.weights, history, cost, stoppedBy };
  } catch (error) {
    if (error instanceof ChoosyError) {
      error.partialResult = {
        weights: trainingStep.weights,
        history,
        cost,
        stoppedBy: 'error',
      } satisfies TrainingResult;
      // The weights of a diverged run are not worth keeping; those of the last checkpoint are.
      if (!(error instanceof DivergenceError)) await save();
    }
    throw error;
  } finally {
    await Promise.all([trainingStep.release(), evaluator?.release(), scorer.release()]);
  }
}

const secondsSince = (time: number) => (performance.now() - time) / 1000;

function stopReason(
  stop: StopConditions,
  { cost, history, patience, sinceEvaluation }: Progress,
  size: number,
  metrics: readonly Metric[],
  signal: AbortSignal | undefined,
): StopReason | undefined {
  const last = history.evaluations.at(-1);
  if (stop.target && last && sinceEvaluation.samples === 0) {
    const { metric, value } = stop.target;
    const reached = metric === 'loss' ? last.loss : last.metrics[metric];
    const higherIsBetter = metrics.find(({ name }) => name === metric)?.higherIsBetter ?? false;
    if (reached !== undefined && (higherIsBetter ? reached >= value : reached <= value)) return 'target';
  }
  if (stop.patience !== undefined && patience.waited >= stop.patience) return 'patience';
  if (stop.epochs !== undefined && cost.samples.trained >= stop.epochs * size) return 'epochs';
  if (stop.seconds !== undefined && trainingSeconds(cost) >= stop.seconds) return 'seconds';
  return signal?.aborted ? 'interrupted' : undefined;
}

function checkTrainOptions(
  { stop, evaluationSet, metrics = [] }: TrainOptions,
  numbers: { batchSize: number; evaluateEvery: number; seed: number; threads: number; size: number },
): void {
  checkOptions(
    'train',
    {
      batchSize: positiveInteger,
      evaluateEvery: positiveInteger,
      seed: nonNegativeInteger,
      threads: positiveInteger,
    },
    numbers,
  );
  checkOptions(
    'train: stop',
    {
      epochs: positiveNumber.optional(),
      seconds: positiveNumber.optional(),
      patience: positiveInteger.optional(),
    },
    stop,
  );
  const { epochs, seconds, target, patience } = stop;
  if (epochs === undefined && seconds === undefined && patience === undefined && !target) {
    throw new UsageError(
      'train: stop is empty, so training would never end; give epochs, seconds, a target or patience.',
    );
  }
  if (numbers.batchSize > numbers.size) {
    throw new UsageError(
      `train: batchSize ${numbers.batchSize} is larger than the training set, which has ${numbers.size} samples; ` +
        'give a smaller one.',
    );
  }
  if ((target || patience !== undefined) && !evaluationSet) {
    throw new UsageError(
      'train: stop at a target or by patience needs an evaluationSet to measure on; give one.',
    );
  }
  const known = ['loss', ...metrics.map(({ name }) => name)];
  if (target && !known.includes(target.metric)) {
    throw new UsageError(
      `train: the target's metric is "${target.metric}", but what is measured is ${known.join(', ')}; ` +
        'name one of these, or add the metric.',
    );
  }
}
