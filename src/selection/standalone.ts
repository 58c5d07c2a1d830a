import { checkOptions, nonNegativeInteger, positiveInteger } from '../core/check.js';
import { UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import { checkBatch, writeCoefficients } from '../training/check-batch.js';
import type { SampleInfo, SelectionContext, SelectorFactory, Signal, Signals } from '../training/index.js';

export interface StandaloneOptions extends Omit<SampleInfo, 'rng' | 'stepCost'> {
  /** Fixes the selector's random choices: the same ones as in `train`. */
  readonly seed?: number;
  /** Scores samples with the model as it stands, for selectors that look before they choose. */
  readonly score?: (indices: Uint32Array) => SampleSignals | Promise<SampleSignals>;
}

/**
 * What is known of samples, in their order: the loss, and further {@link Signal}s where the selector needs them. One
 * number a sample, but one row of numbers of `features` and `logitGradient`.
 */
export type SampleSignals = { readonly loss: ArrayLike<number> } & {
  readonly [S in Signal]?: ArrayLike<number>;
};

/** What a loop of one's own is to train next. */
export interface StandaloneBatch {
  /** Sample indices, 1 to batchSize of them; a sample may occur twice. */
  readonly indices: Uint32Array;
  /**
   * The loss to minimize is the sum of the losses of the samples, each multiplied by its coefficient. All are one
   * divided by the size of the batch, the mean, unless the selector weighs.
   */
  readonly coefficients: Float32Array;
  /** What the learning rate of the step is to be multiplied by; 1 unless the selector scales it. */
  readonly learningRateScale: number;
}

/** A selector that works without Choosy's training loop. */
export interface StandaloneSelector {
  /**
   * Chooses the next batch.
   *
   * @param learningRate Of the coming step, for selectors that go by it (`dihcl`); 1 by default, which will do if it
   *   does not change.
   * @throws UsageError if the selector scores and there is no `score`, or if a signal is missing; SelectorError if it
   *   gives an unusable batch.
   */
  next(learningRate?: number): Promise<StandaloneBatch>;
  /**
   * Tells what came of the last batch, before the update.
   *
   * @throws UsageError if a signal is missing, or has not one value for each sample of the batch.
   */
  learn(signals: SampleSignals): void;
}

/**
 * Puts a selector to work in any training loop: `next` gives a batch, the loop trains it, and `learn` takes its losses.
 *
 * @throws UsageError for wrong options.
 */
export function standalone(
  factory: SelectorFactory,
  { seed = 0, score, ...samples }: StandaloneOptions,
): StandaloneSelector {
  const { size, batchSize } = samples;
  checkOptions(
    'standalone',
    { size: positiveInteger, batchSize: positiveInteger, seed: nonNegativeInteger },
    { size, batchSize, seed },
  );
  const { features } = samples;
  if (features && (features.length === 0 || features.length % size !== 0)) {
    throw new UsageError(
      `standalone: features has ${features.length} values for ${size} samples; give one row a sample.`,
    );
  }
  const selector = factory({ ...samples, rng: new Rng(seed).fork('selector') });
  let [step, trained] = [0, 0];
  let last: (Omit<SelectionContext, 'score'> & { readonly indices: Uint32Array }) | undefined;
  return {
    async next(learningRate = 1) {
      const place = { step, epoch: trained / size, learningRate };
      const batch = await selector.select({
        ...place,
        async score(indices) {
          if (score) return signalsOf('score', await score(indices), indices.length, selector.name);
          throw new UsageError(
            `The selector "${selector.name}" scores samples before it chooses; give standalone a score.`,
          );
        },
      });
      checkBatch(batch, { selector, step, size, batchSize });
      const { indices, learningRateScale = 1 } = batch;
      last = { ...place, learningRate: learningRate * learningRateScale, indices };
      step++;
      trained += indices.length;
      const coefficients = new Float32Array(indices.length);
      writeCoefficients(batch, coefficients);
      return { indices, coefficients, learningRateScale };
    },
    learn(given) {
      if (!last) throw new UsageError('learn: no batch has been chosen yet; call next first.');
      const signals = signalsOf('learn', given, last.indices.length, selector.name);
      selector.observe?.({ ...last, signals });
    },
  };
}

/** Whether a signal has one number a sample, or a row of them. */
const hasRows: Record<Signal, boolean> = {
  ...{ loss: false, gradientNorm: false, correct: false, margin: false },
  ...{ features: true, logitGradient: true },
};

/** Signals for a selector; a missing one is an error only if it is looked at. */
function signalsOf(owner: string, given: SampleSignals, count: number, selector: string): Signals {
  const signals = {};
  for (const [name, rows] of Object.entries(hasRows) as [Signal, boolean][]) {
    const values = given[name];
    if (values === undefined) {
      const missing = () => {
        throw new UsageError(
          `${owner}: the selector "${selector}" needs the signal ${name}; give it beside the loss.`,
        );
      };
      Object.defineProperty(signals, name, { get: missing });
      continue;
    }
    if (rows ? values.length === 0 || values.length % count !== 0 : values.length !== count) {
      throw new UsageError(
        `${owner}: ${name} has ${values.length} values for ${count} samples; give one${rows ? ' row' : ''} a sample.`,
      );
    }
    Object.defineProperty(signals, name, { enumerable: true, value: Float32Array.from(values) });
  }
  return signals as Signals;
}
