import type { Model, WeightValues } from '../layers/index.js';
import { Tensor, type Tensors } from '../runtime/index.js';
import { BatchBuffers, scatterRows } from './batch-buffers.js';
import { buildForwardGraph, type ForwardGraphOptions } from './compile.js';
import type { Dataset } from './dataset.js';
import { SessionsByLength } from './sessions-by-length.js';
import type { WorkClock } from './work-clock.js';

/** Samples that a forward pass takes at once: few enough that it stays in the processor's caches. */
const FORWARD_BATCH = 64;

export interface ForwardPassesOptions {
  readonly model: Model;
  readonly dataset: Dataset;
  /** Lengths of the samples, if these are padded sequences. */
  readonly lengths: Uint16Array | undefined;
  /** What to compute. */
  readonly graph: Omit<ForwardGraphOptions, 'model' | 'weights'>;
  readonly threads: number;
  readonly clock: WorkClock;
}

/** Runs samples of a data set through a model, as many as wanted, in passes of a good size. */
export class ForwardPasses {
  readonly #sessions: SessionsByLength;
  readonly #buffers: BatchBuffers;

  constructor(private readonly options: ForwardPassesOptions) {
    const { dataset, lengths, graph } = options;
    this.#buffers = new BatchBuffers(dataset, lengths);
    this.#sessions = new SessionsByLength({
      ...options,
      build: (model) => buildForwardGraph({ ...graph, model }),
    });
  }

  /** Compiles the graph for whole samples. */
  async prepare(): Promise<void> {
    await this.#sessions.whole;
  }

  /**
   * One pass of each sample, shortest samples first, so that few are padded to the length of a longer one.
   *
   * @returns The graph's outputs by name, one row a sample, in the order of `indices`.
   */
  async run(weights: WeightValues, indices: Uint32Array): Promise<Record<string, Float32Array>> {
    const tensors = weightTensors(weights);
    const places = this.#shortestFirst(indices);
    const samples = places?.map((place) => indices[place]!) ?? indices;
    const all: Record<string, Float32Array> = {};
    for (let start = 0; start < samples.length; start += FORWARD_BATCH) {
      const { x, labels } = this.#buffers.gather(samples.subarray(start, start + FORWARD_BATCH));
      const session = await this.#sessions.for(x);
      const outputs = await session.run({ ...tensors, x, ...(this.options.graph.loss && { labels }) });
      const part = places?.subarray(start, start + FORWARD_BATCH);
      for (const [name, output] of Object.entries(outputs)) {
        const data = output.data as Float32Array;
        const width = data.length / labels.dims[0]!;
        all[name] ??= new Float32Array(indices.length * width);
        if (part) scatterRows(data, part, width, all[name]);
        else all[name].set(data, start * width);
      }
    }
    return all;
  }

  release(): Promise<void> {
    return this.#sessions.release();
  }

  /** The places in `indices`, by length of the sample; undefined if all have the same. */
  #shortestFirst(indices: Uint32Array): Uint32Array | undefined {
    const { lengths } = this.options;
    if (!lengths) return undefined;
    const lengthAt = (place: number) => lengths[indices[place]!]!;
    return indices.map((_, place) => place).sort((a, b) => lengthAt(a) - lengthAt(b) || a - b);
  }
}

/** Weights as the tensors that graphs take. */
function weightTensors({ parameters, statistics }: WeightValues): Tensors {
  const vector = (values: Float32Array) => new Tensor('float32', values, [values.length]);
  const tensors = { parameters: vector(parameters) };
  return statistics.length > 0 ? { ...tensors, statistics: vector(statistics) } : tensors;
}
