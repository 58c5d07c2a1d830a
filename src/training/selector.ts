import type { Rng } from '../core/rng.js';
import type { Labels } from './dataset.js';
import type { StepCost } from './step-cost.js';

/** What a selector may know of the samples before training starts. */
export interface SampleInfo {
  /** Number of samples; they are named by index, 0 to size - 1. */
  readonly size: number;
  readonly labels: Labels;
  /** The samples themselves, one row each, not to be changed; absent where they are tokens, whose numbers mean nothing. */
  readonly features?: Uint8Array | Float32Array;
  /** Number of classes; absent for regression. */
  readonly classes?: number;
  /** The batch size the user asked for; a selector may give smaller batches, never larger ones. */
  readonly batchSize: number;
  /**
   * Steps of each sample up to its last token that is not padding; absent where samples are not padded sequences.
   * A batch costs as much as its longest sample, so batches of similar lengths are cheap.
   */
  readonly lengths?: Uint16Array;
  /**
   * Epochs after which the run ends at the latest, for schedules over the run; absent if it has no such limit. A
   * run that is prolonged from its checkpoint has the new number.
   */
  readonly epochs?: number;
  /** Estimates what a training step costs, for choices of what pays; absent where that is not known. */
  readonly stepCost?: () => StepCost;
  /** The selector's own source of random numbers; its position is kept in checkpoints for it. */
  readonly rng: Rng;
}

/** The samples of the next training step. */
export interface Batch {
  /** Sample indices, 1 to batchSize of them; a sample may occur twice. */
  readonly indices: Uint32Array;
  /** A weight for each sample's loss, finite and not negative; absent means 1 for each. */
  readonly weights?: Float32Array;
  /**
   * What the weighted sum of losses is divided by. Absent means the sum of the weights, so that a weight
   * of 2 equals the sample given twice; an unbiased importance sampler gives the number of samples drawn.
   */
  readonly divisor?: number;
  /** What the learning rate of the step is multiplied by, a positive number; absent means 1. */
  readonly learningRateScale?: number;
  /**
   * How many steps of the learning rate's schedule it stands for, a positive number; absent means 1. Batches that are
   * smaller on purpose, and so the more, stand for less.
   */
  readonly scheduleSteps?: number;
}

/**
 * What a training step or a scoring pass can tell of each of its samples:
 * - `loss`: the loss, before weighting;
 * - `gradientNorm`: the Euclidean norm of the gradient of the loss at the logits (the bound of
 *   Katharopoulos and Fleuret 2018, eq. 20), before weighting;
 * - `correct`: 1 if the highest logit is that of the label, else 0;
 * - `margin`: the logit of the label less the highest other logit;
 * - `features`: the input of the last layer that has weights, one row a sample;
 * - `logitGradient`: the gradient of the loss at the logits, before weighting, one row a sample. Its outer product with
 *   the features is the gradient at the kernel of the last layer, and it is itself that at the bias.
 */
export type Signal = 'loss' | 'gradientNorm' | 'correct' | 'margin' | 'features' | 'logitGradient';

/** Signals by name, one value a sample (one row for `features` and `logitGradient`), in the order of the batch. */
export type Signals = {
  readonly loss: Float32Array;
  readonly gradientNorm: Float32Array;
} & { readonly [S in Exclude<Signal, 'loss' | 'gradientNorm'>]?: Float32Array };

/** What a selector may use when it chooses a batch. */
export interface SelectionContext {
  /** Training steps made so far. */
  readonly step: number;
  /** Samples trained so far over the size of the training set. */
  readonly epoch: number;
  /** The learning rate of the coming step, before any {@link Batch.learningRateScale}. */
  readonly learningRate: number;
  /** Scores samples by a forward pass with the present parameters. Its cost is put on the selector's bill. */
  score(indices: Uint32Array): Promise<Signals>;
}

/** What a selector is told after the training step on its batch. */
export interface StepOutcome {
  readonly step: number;
  readonly epoch: number;
  /** The learning rate of the step, with the batch's {@link Batch.learningRateScale}. */
  readonly learningRate: number;
  /** The batch, as the selector gave it. */
  readonly indices: Uint32Array;
  /** Signals of the batch as they were before the update. Valid during the call only; copy what is kept. */
  readonly signals: Signals;
}

/** A batch selection algorithm at work on one training run. */
export interface BatchSelector {
  /** As it is called in messages and reports. */
  readonly name: string;
  /** Signals needed besides `loss` and `gradientNorm`, which are always there. */
  readonly needs?: readonly Signal[];
  /**
   * Everything that changes while training and that later choices depend on: numbers, typed arrays and plain
   * objects of such. The training loop saves it in checkpoints and writes it back into the same object.
   */
  readonly state?: SelectorState;
  /** Chooses the next batch. */
  select(context: SelectionContext): Batch | Promise<Batch>;
  /** Learns from the step just made. */
  observe?(outcome: StepOutcome): void;
  /** Gives back what it holds, when the run is over; nothing of it is used any more. */
  release?(): void;
}

/** See {@link BatchSelector.state}. A typed array keeps its length; a number or a text may be replaced. */
export interface SelectorState {
  [key: string]:
    number | boolean | string | null | Uint8Array | Uint32Array | Int32Array | Float32Array | Float64Array;
}

/** Makes a selector for one run; called anew for every run, so that no state leaks between runs. */
export type SelectorFactory = (samples: SampleInfo) => BatchSelector;
