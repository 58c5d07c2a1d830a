import { ChoosyError, DivergenceError, SelectorError, UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import { sum } from '../core/sum.js';
import type { WeightValues } from '../layers/index.js';
import { BatchBuffers } from './batch-buffers.js';
import { checkBatch, writeCoefficients } from './check-batch.js';
import { checkWeights } from './check-fit.js';
import { encodeCheckpoint, restoreCheckpoint, type RunIdentity } from './checkpoint.js';
import { buildTrainingGraph, dataTypesOf } from './compile.js';
import { datasetSize } from './dataset.js';
import { createEvaluator, type Evaluator } from './evaluate.js';
import { type Evaluation, trainingSeconds } from './history.js';
import { noProgress, type Progress } from './progress.js';
import { createScorer, type Scorer } from './scorer.js';
import { sequenceLengths } from './sequence-lengths.js';
import type { Batch, BatchSelector } from './selector.js';
import { estimateStepCost, type StepCost } from './step-cost.js';
import { TrainingStep } from './step.js';
import type { CompleteTrainOptions } from './train-options.js';
import { WorkClock } from './work-clock.js';

/** One run: everything that is compiled for it, where it stands, and what it can do next. */
export class TrainingRun {
  progress: Progress = noProgress();
  /** Whether a checkpoint can be taken: not in the middle of a step, which the weights know of but the progress not. */
  resumable = true;
  readonly #size: number;

  private constructor(
    private readonly options: CompleteTrainOptions,
    private readonly selector: BatchSelector,
    private readonly rng: Rng,
    private readonly trainingStep: TrainingStep,
    private readonly scorer: Scorer,
    private readonly evaluator: Evaluator | undefined,
    private readonly buffers: BatchBuffers,
    private readonly clock: WorkClock,
  ) {
    this.#size = datasetSize(options.trainingSet);
  }

  /** Compiles the graphs, and puts a saved run back. */
  static async create(options: CompleteTrainOptions): Promise<TrainingRun> {
    const clock = new WorkClock();
    const started = clock.now();
    const { model, trainingSet, evaluationSet, loss, optimizer, metrics, seed, threads } = options;
    const rng = new Rng(seed).fork('selector');
    const lengths = sequenceLengths(model, trainingSet);
    const selector = createSelector(options, rng, lengths);
    const types = dataTypesOf(trainingSet);
    const signals = selector.needs ?? [];
    const weights = options.initialWeights ?? model.initialize(seed);
    checkWeights(model, weights);
    const trainingStep = await TrainingStep.create({
      model,
      loss,
      optimizer,
      types,
      signals,
      threads,
      seed,
      weights,
      clock,
    });
    const evaluator =
      evaluationSet &&
      (await createEvaluator({ model, dataset: evaluationSet, loss, metrics, threads }, clock));
    const scorer = createScorer({
      ...{ model, loss, types, signals, trainingSet, lengths, threads, clock },
      weights: () => trainingStep.weights,
    });
    const buffers = new BatchBuffers(trainingSet, lengths);
    const run = new TrainingRun(options, selector, rng, trainingStep, scorer, evaluator, buffers, clock);
    if (options.resume) run.#restore(options.resume);
    run.progress.cost.seconds.setup += clock.since(started) + clock.takeSetup();
    return run;
  }

  /** Chooses a batch, trains on it, and tells the selector what came of it. */
  async step(): Promise<void> {
    const { options, selector, scorer, progress, clock } = this;
    const { cost, history, sinceEvaluation } = progress;
    const scheduledRate = this.#scheduledRate();
    const { step } = progress;
    const { epoch } = this;
    const { score } = scorer;

    const selecting = clock.now();
    let batch: Batch;
    try {
      const chosen = selector.select({ step, epoch, learningRate: scheduledRate, score });
      batch = chosen instanceof Promise ? await chosen : chosen;
    } catch (error) {
      throw this.#selectorFailure('select', error);
    }
    // The step gives back the memory of the weights that passes take, which the selector may not have awaited.
    if (scorer.isBusy) await scorer.finish();
    const training = clock.now();
    checkBatch(batch, { selector, step, size: this.#size, batchSize: options.batchSize });
    const tensors = this.buffers.gather(batch.indices);
    writeCoefficients(batch, tensors.coefficients.data as Float32Array);
    const learningRate = scheduledRate * (batch.learningRateScale ?? 1);
    this.resumable = false;
    const signals = await this.trainingStep.run(tensors, step, learningRate);
    const observing = clock.now();
    try {
      // Named one by one: spreading takes longer than many a selector.
      selector.observe?.({ step, epoch, learningRate, indices: batch.indices, signals });
    } catch (error) {
      throw this.#selectorFailure('observe', error);
    }
    const done = clock.now();

    const lossSum = sum(signals.loss);
    const batchLoss = lossSum / batch.indices.length;
    if (!Number.isFinite(batchLoss)) {
      throw new DivergenceError(
        `The loss became ${batchLoss} at step ${step} (learning rate ${learningRate}); ` +
          'lower the learning rate, or give the optimizer a globalClipNorm.',
      );
    }
    const scored = scorer.takeCost();
    cost.seconds.scoring += scored.seconds;
    cost.seconds.selection += (training - selecting + done - observing) / 1000 - scored.seconds;
    cost.seconds.steps += (observing - training) / 1000;
    cost.seconds.setup += clock.takeSetup();
    cost.samples.scored += scored.samples;
    cost.samples.trained += batch.indices.length;
    cost.steps++;
    progress.step++;
    progress.scheduled += batch.scheduleSteps ?? 1;
    sinceEvaluation.lossSum += lossSum;
    sinceEvaluation.samples += batch.indices.length;
    history.batchLosses.push(batchLoss);
    this.resumable = true;
    options.onStep?.({
      step: progress.step,
      epoch: this.epoch,
      samples: cost.samples.trained,
      seconds: trainingSeconds(cost),
      batchLoss,
      indices: batch.indices,
      losses: signals.loss,
    });
  }

  /** Measures loss and metrics on the evaluation set, if there is one, and notes where training stands. */
  async evaluate(): Promise<void> {
    const { clock } = this;
    const started = clock.now();
    const { cost, history, sinceEvaluation, patience, step } = this.progress;
    const result = await this.evaluator?.evaluate(this.trainingStep.weights);
    const evaluation: Evaluation = {
      step,
      epoch: this.epoch,
      samples: cost.samples.trained,
      scored: cost.samples.scored,
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
    cost.seconds.evaluation += clock.since(started);
    cost.seconds.setup += clock.takeSetup();
    this.options.onEvaluation?.(evaluation);
  }

  /** Saves a checkpoint, if the run has a place for them. @throws DivergenceError instead of saving what is lost. */
  async save(): Promise<void> {
    const { options, progress, selector, rng } = this;
    const { vectors } = this.trainingStep;
    if (!vectors['parameters']!.every(Number.isFinite)) {
      throw new DivergenceError(
        `The weights are no longer finite numbers after step ${progress.step}; ` +
          'lower the learning rate, or give the optimizer a globalClipNorm.',
      );
    }
    await options.checkpoint?.save(
      encodeCheckpoint({ identity: this.#identity, progress, vectors, selector, rng }),
    );
  }

  get epoch(): number {
    return this.progress.cost.samples.trained / this.#size;
  }

  /** A copy of the weights as they stand. */
  get weights(): WeightValues {
    const { parameters, statistics } = this.trainingStep.weights;
    return { parameters: parameters.slice(), statistics: statistics.slice() };
  }

  async release(): Promise<void> {
    this.selector.release?.();
    await Promise.all([this.trainingStep.release(), this.evaluator?.release(), this.scorer.release()]);
  }

  #scheduledRate(): number {
    const place = Math.floor(this.progress.scheduled);
    const rate = this.options.optimizer.schedule(place);
    if (rate >= 0 && rate < Infinity) return rate;
    throw new UsageError(
      `The schedule of ${this.options.optimizer.name} gave the learning rate ${rate} for step ${place}; ` +
        'it must give a number of at least 0.',
    );
  }

  /** What the selector's own code throws, as an error that the result so far can go with. */
  #selectorFailure(method: string, error: unknown): unknown {
    if (error instanceof ChoosyError) return error;
    const { selector, progress } = this;
    const message = error instanceof Error ? error.message : String(error);
    return new SelectorError(
      `The ${method}() of the selector "${selector.name}" failed at step ${progress.step} (${message}); mend its code.`,
      { cause: error },
    );
  }

  #restore(bytes: Uint8Array): void {
    const { selector, rng, trainingStep } = this;
    const { vectors } = trainingStep;
    const restored = restoreCheckpoint(bytes, { identity: this.#identity, vectors, selector, rng });
    trainingStep.restore(restored.vectors);
    this.progress = restored.progress;
  }

  get #identity(): RunIdentity {
    const { model, trainingSet, optimizer, loss, batchSize, seed } = this.options;
    return {
      selector: this.selector.name,
      optimizer: optimizer.name,
      loss: loss.name,
      dataset: trainingSet.name,
      datasetSize: this.#size,
      batchSize,
      seed,
      layers: model.weights.map(({ path, shape }) => `${path} [${shape.join(',')}]`).join('; '),
    };
  }
}

function createSelector(
  { selector, trainingSet, loss, model, optimizer, batchSize, stop }: CompleteTrainOptions,
  rng: Rng,
  lengths: Uint16Array | undefined,
) {
  const { features, labels, classNames } = trainingSet;
  const outputs = Math.max(2, model.outputShape[0]!);
  const classes = classNames?.length ?? (loss.labels === 'classes' ? outputs : undefined);
  const size = datasetSize(trainingSet);
  let cost: StepCost | undefined;
  const stepCost = () => {
    const of = { model, loss, optimizer, types: dataTypesOf(trainingSet) };
    return (cost ??= estimateStepCost(buildTrainingGraph({ ...of, signals: [], multithreaded: false })));
  };
  return selector({
    ...{ size, labels, batchSize, rng, stepCost },
    ...(!(features instanceof Int32Array) && { features }),
    ...(classes !== undefined && { classes }),
    ...(stop.epochs !== undefined && { epochs: stop.epochs }),
    // A copy, since what the step cuts off depends on the lengths.
    ...(lengths && { lengths: lengths.slice() }),
  });
}
