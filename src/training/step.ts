import { scramble } from '../core/rng.js';
import { encodeOnnx } from '../graph/index.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Optimizer } from '../optimizers/index.js';
import { createSession, type Session, Tensor } from '../runtime/index.js';
import type { BatchTensors } from './batch-buffers.js';
import { buildTrainingGraph, type DataTypes, NEXT } from './compile.js';
import type { Signal, Signals } from './selector.js';

export interface TrainingStepOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly types: DataTypes;
  readonly signals: readonly Signal[];
  readonly threads: number;
  readonly seed: number;
  readonly weights: WeightValues;
}

/**
 * A training step compiled to one graph, with the vectors that it carries from step to step: parameters, the
 * optimizer's slots, statistics.
 */
export class TrainingStep {
  /** The carried vectors: what one step gives is what the next one takes. */
  readonly #carried: Record<string, Tensor> = {};
  readonly #scalars: Tensor;

  private constructor(
    private readonly session: Session,
    private readonly options: TrainingStepOptions,
  ) {
    const { model, optimizer, weights } = options;
    this.#carried['parameters'] = vector(weights.parameters.slice());
    for (const slot of optimizer.slots) this.#carried[slot] = vector(new Float32Array(model.parameterCount));
    if (model.statisticCount > 0) this.#carried['statistics'] = vector(weights.statistics.slice());
    this.#scalars = vector(new Float32Array(optimizer.scalars(0, 1).length));
  }

  static async create(options: TrainingStepOptions): Promise<TrainingStep> {
    const graph = buildTrainingGraph({ ...options, multithreaded: options.threads > 1 });
    const session = await createSession(encodeOnnx(graph), { threads: options.threads });
    return new TrainingStep(session, options);
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
    (this.#scalars.data as Float32Array).set(optimizer.scalars(step, learningRate));
    const inputs: Record<string, Tensor> = { ...batch, ...this.#carried, scalars: this.#scalars };
    if (model.random)
      inputs['randomKey'] = new Tensor('uint32', Uint32Array.of(scramble(seed + scramble(step))), []);
    const outputs = await this.session.run(inputs);
    const signals: Record<string, Float32Array> = {};
    for (const name in outputs) {
      if (name.startsWith(NEXT)) this.#carried[name.slice(NEXT.length)] = outputs[name]!;
      else signals[name] = outputs[name]!.data as Float32Array;
    }
    return signals as Signals;
  }

  /** The carried vectors by name, as they stand. */
  get vectors(): Readonly<Record<string, Float32Array>> {
    return Object.fromEntries(
      Object.entries(this.#carried).map(([name, { data }]) => [name, data as Float32Array]),
    );
  }

  /** Puts back vectors that were saved. */
  restore(vectors: Readonly<Record<string, Float32Array>>): void {
    for (const name of Object.keys(this.#carried)) this.#carried[name] = vector(vectors[name]!);
  }

  /** The weights as they stand, as tensors for other graphs. */
  get weightTensors(): Readonly<Record<string, Tensor>> {
    const { parameters, statistics } = this.#carried;
    return statistics ? { parameters: parameters!, statistics } : { parameters: parameters! };
  }

  /** A copy of the weights as they stand. */
  get weights(): WeightValues {
    const { parameters, statistics } = this.vectors;
    return { parameters: parameters!.slice(), statistics: statistics?.slice() ?? new Float32Array(0) };
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

const vector = (values: Float32Array) => new Tensor('float32', values, [values.length]);
