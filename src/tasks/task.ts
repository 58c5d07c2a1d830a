import type { Model } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import type { Optimizer } from '../optimizers/index.js';
import type { Dataset } from '../training/index.js';

/** Where a task's data may come from. */
export interface LoadOptions {
  /** A folder that is looked at first. */
  readonly dataDirectory?: string | undefined;
  /** Told what is going on while data is fetched. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** Fixes how the data is split. */
  readonly seed: number;
}

/** A data set, a network for it, and how to train it. */
export interface Task {
  readonly name: string;
  /** What it is, in one line. */
  readonly summary: string;
  load(options: LoadOptions): Promise<{ readonly trainingSet: Dataset; readonly evaluationSet: Dataset }>;
  model(): Model;
  readonly loss: Loss;
  /** The first one is the one that targets are given in. */
  readonly metrics: readonly [Metric, ...Metric[]];
  optimizer(learningRate: number): Optimizer;
  readonly defaults: {
    readonly batchSize: number;
    readonly learningRate: number;
    readonly epochs: number;
    /** Value of the first metric at which training may stop. */
    readonly target: number;
    /** Samples trained between evaluations. */
    readonly evaluateEvery: number;
  };
}
