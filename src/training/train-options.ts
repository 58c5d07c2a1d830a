import {
  checkOptions,
  finiteNumber,
  nonNegativeInteger,
  nonNegativeNumber,
  positiveInteger,
  positiveNumber,
} from '../core/check.js';
import { UsageError } from '../core/errors.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import type { Optimizer } from '../optimizers/index.js';
import { checkFit } from './check-fit.js';
import { type Dataset, datasetSize } from './dataset.js';
import type { Evaluation } from './history.js';
import type { SelectorFactory } from './selector.js';

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
  /** The samples of the batch. Valid during the call only, as are their losses. */
  readonly indices: Uint32Array;
  /** Loss of each, before weighting and before the update. */
  readonly losses: Float32Array;
}

/** Options with their defaults put in. */
export type CompleteTrainOptions = TrainOptions &
  Required<Pick<TrainOptions, 'metrics' | 'batchSize' | 'seed' | 'threads'>> & {
    readonly evaluateEvery: number;
  };

/**
 * Puts the defaults in, and refuses what cannot be.
 *
 * @throws UsageError that names the option, its value, and what it must be; what checkFit throws.
 */
export function completeOptions(options: TrainOptions): CompleteTrainOptions {
  checkFit(options.model, options.trainingSet, options.loss);
  const size = datasetSize(options.trainingSet);
  const { metrics = [], batchSize = 32, seed = 0, threads = 1, evaluateEvery = size } = options;
  const complete = { ...options, metrics, batchSize, seed, threads, evaluateEvery };
  checkOptions(
    'train',
    {
      batchSize: positiveInteger,
      evaluateEvery: positiveInteger,
      seed: nonNegativeInteger,
      threads: positiveInteger,
    },
    complete,
  );
  if (batchSize > size) {
    throw new UsageError(
      `train: batchSize ${batchSize} is larger than the training set, which has ${size} samples; give a smaller one.`,
    );
  }
  checkOptions(
    'train: checkpoint',
    { everySeconds: nonNegativeNumber.optional() },
    complete.checkpoint ?? {},
  );
  checkStop(complete);
  return complete;
}

function checkStop({ stop, evaluationSet, metrics }: CompleteTrainOptions): void {
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
  if ((target || patience !== undefined) && !evaluationSet) {
    throw new UsageError(
      'train: stop at a target or by patience needs an evaluationSet to measure on; give one.',
    );
  }
  if (target) checkOptions('train: stop: target', { value: finiteNumber }, target);
  const known = ['loss', ...metrics.map(({ name }) => name)];
  if (target && !known.includes(target.metric)) {
    throw new UsageError(
      `train: the target's metric is "${target.metric}", but what is measured is ${known.join(', ')}; ` +
        'name one of these, or add the metric.',
    );
  }
}
