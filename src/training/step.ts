import { scramble } from '../core/rng.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Optimizer } from '../optimizers/index.js';
import { free, Tensor } from '../runtime/index.js';
import type { BatchTensors } from './batch-buffers.js';
import { type CarriedVector, carriedVectors, fromTensors, NEXT, toTensors } from './carried-vectors.js';
import { buildTrainingGraph, type DataTypes } from './compile.js';
import { withGradientNorms } from './gradient-norms.js';
import type { Signal, Signals } from './selector.js';
import { SessionsByLength } from './sessions-by-length.js';
import { WorkClock } from './work-clock.js';

export interface TrainingStepOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly types: DataTypes;
  readonly signals: readonly Signal[];
  readonly threads: number;
  readonly seed: number;
  readonly weights: WeightValues;
  readonly clock?: WorkClock;
}

/**
 * A training step compiled to one graph, for padded sequences to one for each length, with the vectors that it
 * carries from step to step: parameters, the optimizer's slots, statistics.
 */
export class TrainingStep {
  readonly #vectors: readonly CarriedVector[];
  /** Names of the tensors in which the vectors travel. */
  readonly #carried: readonly string[];
  /** What the next step takes: one object for all steps, since a new one is slow to read from native code. */
  readonly #inputs: Record<string, Tensor>;
  readonly #scalars: Float32Array;

  private constructor(
    private readonly sessions: SessionsByLength,
    private readonly options: TrainingStepOptions,
  ) {
    const { model, optimizer, weights } = options;
    const slots = optimizer.slots.map((slot) => [slot, new Float32Array(model.parameterCount)] as const);
    this.#vectors = carriedVectors(model, optimizer);
    this.#inputs = toTensors(this.#vectors, { ...weights, ...Object.fromEntries(slots) });
    this.#carried = Object.keys(this.#inputs);
    this.#scalars = new Float32Array(optimizer.scalars(0, 1).length);
    this.#inputs['scalars'] = new Tensor('float32', this.#scalars, [this.#scalars.length]);
  }

  static async create(options: TrainingStepOptions): Promise<TrainingStep> {
    const { threads, clock = new WorkClock() } = options;
    const build = (model: Model) => buildTrainingGraph({ ...options, model, multithreaded: threads > 1 });
    const sessions = new SessionsByLength({ ...options, build, clock });
    await sessions.whole;
    return new TrainingStep(sessions, options);
  }

  /**
   * Makes one step.
   *
   * @param batch Its samples, labels, and the coefficient of each sample's loss.
   * @param step Number of steps made before.
   * @returns Signals of the batch before the update.
   */
  async run(batch: BatchTensors, step: number, learningRate: number): Promise<Signals> {
    const { optimizer, model, seed } = this.options;
    const inputs = this.#inputs;
    Object.assign(inputs, batch);
    this.#scalars.set(optimizer.scalars(step, learningRate));
    if (model.random) {
      inputs['randomKey'] = new Tensor('uint32', Uint32Array.of(scramble(seed + scramble(step))), []);
    }
    const session = await this.sessions.for(batch.x);
    const outputs = await session.run(inputs);
    for (const name of this.#carried) {
      free(inputs[name]!);
      inputs[name] = outputs[NEXT + name]!;
    }
    const signals: Record<string, Float32Array> = {};
    for (const name in outputs) {
      if (!name.startsWith(NEXT)) signals[name] = outputs[name]!.data as Float32Array;
    }
    return withGradientNorms(signals);
  }

  /** The carried vectors by name, as they stand; views of memory that the next step gives back. */
  get vectors(): Readonly<Record<string, Float32Array>> {
    return fromTensors(this.#vectors, this.#inputs);
  }

  /** Puts back vectors that were saved. */
  restore(vectors: Readonly<Record<string, Float32Array>>): void {
    Object.assign(this.#inputs, toTensors(this.#vectors, vectors));
  }

  /** The weights as they stand; views of memory that the next step gives back. */
  get weights(): WeightValues {
    const { parameters, statistics } = this.vectors;
    return { parameters: parameters!, statistics: statistics ?? new Float32Array(0) };
  }

  release(): Promise<void> {
    return this.sessions.release();
  }
}
