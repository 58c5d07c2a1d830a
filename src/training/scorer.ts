import { UsageError } from '../core/errors.js';
import { encodeOnnx } from '../graph/index.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import { createSession, type Session } from '../runtime/index.js';
import { BatchBuffers } from './batch-buffers.js';
import { buildForwardGraph, type DataTypes } from './compile.js';
import { type Dataset, datasetSize } from './dataset.js';
import { weightTensors } from './evaluate.js';
import type { Signal, Signals } from './selector.js';

/** Samples scored at once: few enough that a pass stays in the processor's caches. */
const SCORING_BATCH = 64;

interface ScorerOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly types: DataTypes;
  readonly signals: readonly Signal[];
  readonly trainingSet: Dataset;
  readonly threads: number;
  /** The weights as they stand. */
  readonly weights: () => WeightValues;
}

/** The one door to forward passes for selectors: it counts their samples and their time. */
export interface Scorer {
  readonly score: (indices: Uint32Array) => Promise<Signals>;
  /** What was spent since the last call. */
  takeCost(): { readonly samples: number; readonly seconds: number };
  release(): Promise<void>;
}

export function createScorer(options: ScorerOptions): Scorer {
  const { model, loss, types, signals, trainingSet, threads, weights } = options;
  const size = datasetSize(trainingSet);
  const buffers = new BatchBuffers(trainingSet);
  let session: Session | undefined;
  let spent = { samples: 0, seconds: 0 };

  async function score(indices: Uint32Array): Promise<Signals> {
    const started = performance.now();
    if (!(indices instanceof Uint32Array) || indices.length === 0) {
      throw new UsageError('score: the indices must be a Uint32Array of at least one; give some.');
    }
    const bad = indices.findIndex((index) => index >= size);
    if (bad >= 0) {
      throw new UsageError(
        `score: the index ${indices[bad]} is none of the ${size} samples; give 0 to ${size - 1}.`,
      );
    }
    // Compiled at the first call, since most selectors never score.
    session ??= await createSession(encodeOnnx(buildForwardGraph({ model, types, loss, signals })), {
      threads,
    });
    const tensors = weightTensors(weights());
    const all: Record<string, Float32Array> = {};
    for (let start = 0; start < indices.length; start += SCORING_BATCH) {
      const { x, labels } = buffers.gather(indices.subarray(start, start + SCORING_BATCH));
      const outputs = await session.run({ ...tensors, x, labels });
      for (const [name, { data, dims }] of Object.entries(outputs)) {
        const width = dims[1] ?? 1;
        all[name] ??= new Float32Array(indices.length * width);
        all[name].set(data as Float32Array, start * width);
      }
    }
    spent.samples += indices.length;
    spent.seconds += (performance.now() - started) / 1000;
    return all as unknown as Signals;
  }

  // Passes share their buffers, so each waits for those asked for before.
  let passes: Promise<unknown> = Promise.resolve();
  return {
    score(indices) {
      const pass = passes.then(() => score(indices));
      passes = pass.catch(() => undefined);
      return pass;
    },
    takeCost() {
      const taken = spent;
      spent = { samples: 0, seconds: 0 };
      return taken;
    },
    release: async () => session?.release(),
  };
}
