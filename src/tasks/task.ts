import type { Model } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import type { LearningRate, Optimizer } from '../optimizers/index.js';
import type { Dataset } from '../training/index.js';

/** Where a task's data may come from. */
export interface LoadOptions {
  /** A folder that is looked at first. */
  readonly dataDirectory?: string | undefined;
  /** Told what is going on while data is fetched. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** Fixes how the data is split, where a task has many splits. */
  readonly seed: number;
}

/** The three parts of a task's data, ready for its network. */
export interface TaskData {
  readonly trainingSet: Dataset;
  /** What decisions are made on while training: targets, tuning. */
  readonly validationSet: Dataset;
  /** What is reported at the end, and nothing else. */
  readonly testSet: Dataset;
  /** Sets from another source, reported beside the test set. */
  readonly furtherTestSets?: readonly Dataset[];
}

/** A data set, its preprocessing, a network for it, and how to train it. */
export interface Task {
  readonly name: string;
  /** What it is, in one line. */
  readonly summary: string;
  /** What everybody who uses the data has to know. */
  readonly warning?: string;
  load(options: LoadOptions): Promise<TaskData>;
  /** The network, its sizes taken from the training set where they depend on it. */
  model(trainingSet: Dataset): Model;
  readonly loss: Loss;
  /** The first one is the one that targets are given in. */
  readonly metrics: readonly [Metric, ...Metric[]];
  optimizer(learningRate: LearningRate): Optimizer;
  readonly defaults: TaskDefaults;
  /** Values of the first metric on the validation set; absent where nobody has measured any. */
  readonly targets?: Targets;
  /** Values of the loss on the validation set; there where `targets` are. */
  readonly lossTargets?: Targets;
  /** Whether samples are padded sequences, so that batches of similar lengths are cheaper. */
  readonly paddedSequences?: true;
}

/** Hyper-parameters, as tuned for random shuffling. */
export interface TaskDefaults {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly epochs: number;
  /** Samples trained between evaluations. */
  readonly evaluateEvery: number;
}

export interface Targets {
  /** What random shuffling reaches at about a third of the way, with a tolerance. */
  readonly early: number;
  /** What it settles at, or for the loss its lowest, with a tolerance. */
  readonly final: number;
}
