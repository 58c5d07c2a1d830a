import { UsageError } from '../core/errors.js';
import { BATCH } from '../core/shape.js';
import { backward, type ElementType, Graph, ops as op, type Value } from '../graph/index.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import type { Optimizer } from '../optimizers/index.js';
import { carriedInputs, carriedOutputs, carriedVectors } from './carried-vectors.js';
import { type Dataset, type Features, type Labels, labelSize } from './dataset.js';
import type { Signal } from './selector.js';

/** How samples and labels are held, which a graph has to know. */
export interface DataTypes {
  readonly features: ElementType;
  readonly labels: ElementType;
  readonly labelSize: number;
}

/** The element type of a typed array that holds samples or labels. */
export function elementTypeOf(values: Features | Labels): 'uint8' | 'int32' | 'float32' {
  return values instanceof Uint8Array ? 'uint8' : values instanceof Int32Array ? 'int32' : 'float32';
}

export const dataTypesOf = (dataset: Dataset): DataTypes => ({
  features: elementTypeOf(dataset.features),
  labels: elementTypeOf(dataset.labels),
  labelSize: labelSize(dataset),
});

export interface TrainingGraphOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly types: DataTypes;
  /** Signals wanted besides loss and gradientNorm. */
  readonly signals: readonly Signal[];
  readonly multithreaded: boolean;
}

/**
 * One training step as a graph: forward, backward, update, and signals of each sample.
 *
 * Inputs: `x`, `labels`, `coefficients` (what each sample's loss is multiplied by in the sum that is minimized),
 * `scalars`, the carried vectors, and where the model draws random numbers `randomKey`.
 * Outputs: the signals, and `next_…` for each carried vector.
 */
export function buildTrainingGraph(options: TrainingGraphOptions): Graph {
  const { model, loss, optimizer, types, signals, multithreaded } = options;
  const graph = new Graph({ multithreaded });
  const { x, labels } = dataInputs(graph, model, types);
  const coefficients = graph.input('coefficients', [BATCH, 1]);
  const vectors = carriedVectors(model, optimizer);
  const carried = carriedInputs(graph, vectors);
  const { parameters, statistics } = carried as { parameters: Value; statistics?: Value };
  const randomKey = model.random ? graph.input('randomKey', [], 'uint32') : undefined;

  const output = model.apply({ x, parameters, statistics, training: true, randomKey });
  refuseProbabilities(loss, output.logits);
  const losses = loss.apply(output.logits, labels);
  const logitGradient = gradientAtLogits(losses, output.logits);
  addSignals(graph, loss, signals, { ...output, labels, losses, logitGradient });

  // Losses of other samples do not depend on a sample's logits, so weighting can wait until here.
  const weighted = op.mul(logitGradient, coefficients);
  const [gradient] = backward([{ value: output.logits, gradient: weighted }], [parameters]) as [Value];

  const scalarCount = optimizer.scalars(0, 1).length;
  const scalars = op.split(graph.input('scalars', [scalarCount]), Array<number>(scalarCount).fill(1), 0);
  const slots = optimizer.slots.map((name) => carried[name]!);
  const next = optimizer.update({ parameters, gradient, slots, scalars });
  carriedOutputs(graph, vectors, {
    parameters: next.parameters,
    ...Object.fromEntries(optimizer.slots.map((name, i) => [name, next.slots[i]!])),
    ...(output.statistics && { statistics: output.statistics }),
  });
  return graph;
}

export interface ForwardGraphOptions {
  readonly model: Model;
  readonly types: Omit<DataTypes, 'labels' | 'labelSize'> & Partial<DataTypes>;
  /** With a loss, the graph has `labels` and gives `loss`. */
  readonly loss?: Loss;
  /** Metrics, each an output under its name. */
  readonly metrics?: readonly Metric[];
  /** Signals besides the loss. */
  readonly signals?: readonly Signal[];
  /** Whether the weights are constants of the graph instead of inputs. */
  readonly weights?: WeightValues;
}

/** A forward pass as a graph, for prediction (output `logits`) or, with a loss, for scoring and evaluation. */
export function buildForwardGraph(options: ForwardGraphOptions): Graph {
  const { model, types, loss, metrics = [], signals, weights } = options;
  const graph = new Graph();
  if (!loss) {
    const x = graph.input('x', [BATCH, ...model.inputShape], types.features);
    graph.output(
      'logits',
      model.apply({ x, ...weightInputs(graph, model, weights), training: false }).logits,
    );
    return graph;
  }
  const { x, labels } = dataInputs(graph, model, { labels: 'int32', labelSize: 1, ...types });
  const output = model.apply({ x, ...weightInputs(graph, model, weights), training: false });
  refuseProbabilities(loss, output.logits);
  const losses = loss.apply(output.logits, labels);
  if (signals) {
    const logitGradient = gradientAtLogits(losses, output.logits);
    addSignals(graph, loss, signals, { ...output, labels, losses, logitGradient });
  } else {
    graph.output('loss', losses);
  }
  for (const { name, apply } of metrics) graph.output(name, apply(output.logits, labels));
  return graph;
}

/** Gradient of each sample's own loss at its logits, [batch, n]. */
const gradientAtLogits = (losses: Value, logits: Value): Value =>
  backward([{ value: losses, gradient: op.onesLike(losses) }], [logits])[0]!;

function dataInputs(graph: Graph, model: Model, types: DataTypes): { x: Value; labels: Value } {
  return {
    x: graph.input('x', [BATCH, ...model.inputShape], types.features),
    labels: graph.input('labels', [BATCH, types.labelSize], types.labels),
  };
}

function weightInputs(graph: Graph, model: Model, weights: WeightValues | undefined) {
  const vector = (name: keyof WeightValues, size: number) =>
    weights ? graph.constant(Array.from(weights[name])) : graph.input(name, [size]);
  return {
    parameters: vector('parameters', model.parameterCount),
    statistics: model.statisticCount > 0 ? vector('statistics', model.statisticCount) : undefined,
  };
}

interface SignalSources {
  readonly logits: Value;
  readonly features: Value;
  readonly labels: Value;
  readonly losses: Value;
  /** Gradient of each sample's own loss at its logits, [batch, n]. */
  readonly logitGradient: Value;
}

function addSignals(graph: Graph, loss: Loss, signals: readonly Signal[], sources: SignalSources): void {
  const { logits, labels, losses, logitGradient, features } = sources;
  const margin = () => {
    if (!loss.margin) {
      throw new UsageError(
        `The selector needs correct or margin, but ${loss.name} has no classes; use a selector that needs neither.`,
      );
    }
    return loss.margin(logits, labels);
  };
  const makers: Record<Signal, () => Value> = {
    loss: () => losses,
    gradientNorm: () => op.reduceL2(logitGradient, { axes: [1] }),
    margin,
    correct: () => op.cast(op.greater(margin(), 0), logits.type),
    features: () => features,
    logitGradient: () => logitGradient,
  };
  // Norms of gradients that are known are computed from these (see gradient-norms.ts).
  const always: Signal[] = signals.includes('logitGradient') ? ['loss'] : ['loss', 'gradientNorm'];
  for (const signal of new Set<Signal>([...always, ...signals])) graph.output(signal, makers[signal]());
}

/** Losses take logits; a model that ends in probabilities would train badly without any error. */
function refuseProbabilities(loss: Loss, logits: Value): void {
  let node = logits.node;
  while (node?.op === 'Reshape') node = node.inputs[0]!.node;
  if (loss.labels === 'classes' && (node?.op === 'Softmax' || node?.op === 'Sigmoid')) {
    throw new UsageError(
      `${loss.name} takes logits, but the model ends in a ${node.op.toLowerCase()}; remove that last activation.`,
    );
  }
}
