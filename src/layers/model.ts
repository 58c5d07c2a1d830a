import { show } from '../core/check.js';
import { ShapeError, UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import { BATCH, type Shape, sizeOf } from '../core/shape.js';
import { ops as op, type Value } from '../graph/index.js';
import { toSampleRows } from './image.js';
import type { BuiltLayer, Layer, ModelLayer, ModelWeight } from './layer.js';
import { summarize } from './summary.js';

/**
 * The weights of a model, each kind in one vector: the optimizer then updates all parameters by a handful of
 * operations, however many layers there are.
 */
export interface WeightValues {
  /** What is trained, `[model.parameterCount]`. */
  readonly parameters: Float32Array;
  /** What training keeps besides, such as the moving means of batch normalization, `[model.statisticCount]`. */
  readonly statistics: Float32Array;
}

/** What a model adds to a graph. */
export interface ModelOutput {
  /** Output of the last layer, [batch, ...outputShape]. */
  readonly logits: Value;
  /** Input of the last layer that has weights, flattened: [batch, n]. */
  readonly features: Value;
  /** In training, the next statistics. */
  readonly statistics: Value | undefined;
}

export interface ModelInput {
  /** Samples, [batch, ...inputShape], of any element type. */
  readonly x: Value;
  readonly parameters: Value;
  /** Needed if the model has statistics. */
  readonly statistics?: Value | undefined;
  readonly training: boolean;
  readonly randomKey?: Value | undefined;
}

/** How a model goes over sequences that end in padding without the time that padding costs. */
export interface Padding {
  /** The token that stands for padding. */
  readonly token: number;
  /**
   * The same layers, with the same weights, for samples of fewer steps. What is cut off must be padding; then the
   * output and all gradients are those of the whole model, but for the rounding of sums.
   */
  trimmed(steps: number): Model;
}

/** The architecture of a network; its weights are kept apart, so one model can be trained many times. */
export interface Model {
  /** Shape of one sample. */
  readonly inputShape: Shape;
  /** Shape of the output for one sample. */
  readonly outputShape: Shape;
  readonly layers: readonly ModelLayer[];
  readonly weights: readonly ModelWeight[];
  readonly parameterCount: number;
  readonly statisticCount: number;
  /** Number of values a sample that go into the last layer that has weights. */
  readonly featureCount: number;
  /** If the input is tokens, how many different ones there are. */
  readonly tokens: number | undefined;
  /** Absent if the input is not padded sequences, or padding at their end changes the output. */
  readonly padding: Padding | undefined;
  /** Whether training draws random numbers. */
  readonly random: boolean;
  /** Weights to start from; the same seed gives the same ones. */
  initialize(seed: number): WeightValues;
  /** The table that Keras prints: layers, output shapes, numbers of parameters. */
  summary(): string;
  /** Adds the model to a graph. */
  apply(input: ModelInput): ModelOutput;
}

export interface SequentialOptions {
  /** Shape of one sample, without the batch: [4], or [height, width, channels] for images, or [steps]. */
  readonly inputShape: Shape;
}

/**
 * A model whose layers follow one another. Keras: `Sequential`.
 *
 * @throws ShapeError if a layer does not fit the one before it.
 */
export function sequential(layers: readonly Layer[], { inputShape }: SequentialOptions): Model {
  if (layers.length === 0) throw new UsageError('sequential: a model needs at least one layer, got none.');
  if (!Array.isArray(inputShape) || !inputShape.every((size) => Number.isInteger(size) && size > 0)) {
    throw new UsageError(
      `sequential: inputShape must be an array of positive integers, got ${show(inputShape)}.`,
    );
  }
  const built: BuiltLayer[] = [];
  const described: ModelLayer[] = [];
  const counts = { parameters: 0, statistics: 0 };
  for (const layer of layers) {
    const result = layer.build(built.at(-1)?.outputShape ?? inputShape);
    if (result.tokens !== undefined && built.length > 0) {
      throw new ShapeError(
        `${layer.type} takes tokens, so it must be the first layer, but it comes after ${described.at(-1)!.type}; ` +
          'move it to the front.',
      );
    }
    const name = layerName(layer.type, described);
    built.push(result);
    described.push({
      name,
      type: layer.type,
      outputShape: result.outputShape,
      weights: result.weights.map((spec) => {
        const kind = spec.trainable ? 'parameters' : 'statistics';
        const offset = counts[kind];
        counts[kind] += sizeOf(spec.shape);
        return { ...spec, path: `${name}/${spec.name}`, offset };
      }),
    });
  }
  const weights = described.flatMap((layer) => layer.weights);
  const beforeLastWeights = described.findLastIndex((layer) => layer.weights.length > 0) - 1;

  return {
    inputShape,
    outputShape: built.at(-1)!.outputShape,
    layers: described,
    weights,
    parameterCount: counts.parameters,
    statisticCount: counts.statistics,
    featureCount: sizeOf(described[beforeLastWeights]?.outputShape ?? inputShape),
    tokens: built[0]!.tokens,
    padding: paddingOf(layers, built),
    random: layers.some(({ type }) => type === 'Dropout'),
    initialize: (seed) => initialWeights(weights, counts, seed),
    summary: () => summarize(described),
    apply: (input) => applyLayers(layers, built, described, input),
  };
}

/** Layers for which padding at the end of a sequence changes nothing at the steps before it. */
const SKIPPING_PADDING = ['Activation', 'Dense', 'Dropout', 'LayerNormalization', 'LSTM', 'Rescaling'];

/**
 * Padding can be cut off if an LSTM makes one vector of the sequence, with nothing before it that mixes steps, as
 * batch normalization does; and if the last layer with weights, whose input is the features, comes after it.
 */
function paddingOf(layers: readonly Layer[], built: readonly BuiltLayer[]): Padding | undefined {
  const token = built[0]!.paddingIndex;
  const joining = built.findIndex(({ outputShape }) => outputShape.length === 1);
  if (token === undefined || layers[joining]?.type !== 'LSTM') return undefined;
  const skipped = layers.slice(1, joining).every(({ type }) => SKIPPING_PADDING.includes(type));
  if (!skipped || !built.slice(joining + 1).some(({ weights }) => weights.length > 0)) return undefined;
  return { token, trimmed: (steps) => sequential(layers, { inputShape: [steps] }) };
}

/** Keras' way: `dense`, `dense_1`, `dense_2`; `max_pooling2d`. */
function layerName(type: string, earlier: readonly ModelLayer[]): string {
  const base = type.replace(/([a-z0-9])([A-Z])(?=[a-z])/g, '$1_$2').toLowerCase();
  const count = earlier.filter((layer) => layer.type === type).length;
  return count === 0 ? base : `${base}_${count}`;
}

function initialWeights(
  weights: readonly ModelWeight[],
  counts: { parameters: number; statistics: number },
  seed: number,
): WeightValues {
  const values = {
    parameters: new Float32Array(counts.parameters),
    statistics: new Float32Array(counts.statistics),
  };
  const rng = new Rng(seed).fork('initial weights');
  for (const { path, shape, initializer, trainable, offset } of weights) {
    const vector = trainable ? values.parameters : values.statistics;
    vector.set(initializer(shape, rng.fork(path)), offset);
  }
  return values;
}

function applyLayers(
  layers: readonly Layer[],
  built: readonly BuiltLayer[],
  described: readonly ModelLayer[],
  { x, parameters, statistics, training, randomKey }: ModelInput,
): ModelOutput {
  const all = described.flatMap(({ weights }) => weights);
  const tensors = new Map([
    ...cut(
      parameters,
      all.filter(({ trainable }) => trainable),
    ),
    ...cut(
      statistics,
      all.filter(({ trainable }) => !trainable),
    ),
  ]);
  const nextStatistics = new Map<string, Value>();
  const lastWithWeights = described.findLastIndex(({ weights }) => weights.length > 0);

  let value = built[0]!.tokens === undefined ? op.cast(x, x.graph.real) : op.cast(x, 'int32');
  let mask: Value | undefined;
  let features = value;
  for (let index = 0; index < layers.length; index++) {
    const { name, weights } = described[index]!;
    const next = layers[index + 1];
    const absorbing = next && built[index]!.absorb?.(next);
    const layer = absorbing ?? built[index]!;
    if (index === lastWithWeights) features = value;
    const output = layer.apply(value, {
      training,
      index,
      mask,
      randomKey,
      weights: Object.fromEntries(weights.map((weight) => [weight.name, tensors.get(weight.path)!])),
      update: (weight, updated) => nextStatistics.set(`${name}/${weight}`, updated),
    });
    mask = layer.outputMask ? layer.outputMask(value, mask) : mask;
    value = output;
    if (absorbing) index++;
  }

  const featureShape = described[lastWithWeights - 1]?.outputShape ?? x.shape.slice(1);
  return {
    logits: toSampleRows(value, built.at(-1)!.outputShape),
    features: op.reshape(toSampleRows(features, featureShape), [BATCH, sizeOf(featureShape)]),
    statistics: statistics && training ? join(all, tensors, nextStatistics) : undefined,
  };
}

/** The tensors that lie after one another in a vector. */
function cut(vector: Value | undefined, weights: readonly ModelWeight[]): [string, Value][] {
  if (!vector || weights.length === 0) return [];
  const parts = op.split(
    vector,
    weights.map(({ shape }) => sizeOf(shape)),
    0,
  );
  return weights.map(({ path, shape }, i) => [path, op.reshape(parts[i]!, shape)]);
}

/** The vector of statistics, with what was updated. */
function join(all: readonly ModelWeight[], tensors: Map<string, Value>, updated: Map<string, Value>): Value {
  const statistics = all.filter(({ trainable }) => !trainable);
  return op.concat(
    statistics.map(({ path, shape }) => op.reshape(updated.get(path) ?? tensors.get(path)!, [sizeOf(shape)])),
    0,
  );
}
