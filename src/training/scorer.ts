import { UsageError } from '../core/errors.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { DataTypes } from './compile.js';
import { type Dataset, datasetSize } from './dataset.js';
import { ForwardPasses } from './forward-passes.js';
import { withGradientNorms } from './gradient-norms.js';
import type { Signal, Signals } from './selector.js';
import type { WorkClock } from './work-clock.js';

interface ScorerOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly types: DataTypes;
  readonly signals: readonly Signal[];
  readonly trainingSet: Dataset;
  /** Lengths of its samples, if these are padded sequences. */
  readonly lengths: Uint16Array | undefined;
  readonly threads: number;
  readonly clock: WorkClock;
  /** The weights as they stand. */
  readonly weights: () => WeightValues;
}

/** The one door to forward passes for selectors: it counts their samples and their time. */
export interface Scorer {
  readonly score: (indices: Uint32Array) => Promise<Signals>;
  /** Whether there are passes under way. */
  readonly isBusy: boolean;
  /** Waits for them. */
  finish(): Promise<unknown>;
  /** What was spent since the last call. */
  takeCost(): { readonly samples: number; readonly seconds: number };
  release(): Promise<void>;
}

export function createScorer(options: ScorerOptions): Scorer {
  const { model, loss, types, signals, trainingSet, lengths, threads, clock, weights } = options;
  const size = datasetSize(trainingSet);
  const graph = { types, loss, signals };
  const forward = new ForwardPasses({ model, dataset: trainingSet, lengths, graph, threads, clock });
  let spent = { samples: 0, seconds: 0 };

  async function score(indices: Uint32Array): Promise<Signals> {
    const started = clock.now();
    if (!(indices instanceof Uint32Array) || indices.length === 0) {
      throw new UsageError('score: the indices must be a Uint32Array of at least one; give some.');
    }
    const bad = indices.findIndex((index) => index >= size);
    if (bad >= 0) {
      throw new UsageError(
        `score: the index ${indices[bad]} is none of the ${size} samples; give 0 to ${size - 1}.`,
      );
    }
    const signals = withGradientNorms(await forward.run(weights(), indices));
    spent.samples += indices.length;
    spent.seconds += clock.since(started);
    return signals;
  }

  // Passes share their buffers, so each waits for those asked for before.
  let passes: Promise<unknown> = Promise.resolve();
  let underWay = 0;
  return {
    score(indices) {
      underWay++;
      const pass = passes.then(() => score(indices)).finally(() => underWay--);
      passes = pass.catch(() => undefined);
      return pass;
    },
    get isBusy() {
      return underWay > 0;
    },
    finish: () => passes,
    takeCost() {
      const taken = spent;
      spent = { samples: 0, seconds: 0 };
      return taken;
    },
    release: () => forward.release(),
  };
}
