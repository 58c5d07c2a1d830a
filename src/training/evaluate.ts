import { sizeOf } from '../core/shape.js';
import { mean } from '../core/sum.js';
import { encodeOnnx } from '../graph/index.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import { createSession, Tensor, type Tensors } from '../runtime/index.js';
import { buildForwardGraph, dataTypesOf, elementTypeOf } from './compile.js';
import { type Dataset, datasetSize, type Features, type Labels } from './dataset.js';
import { checkFit, checkWeights } from './check-fit.js';

/** Samples that a forward pass takes at once: few enough that it stays in the processor's caches. */
const FORWARD_BATCH = 64;

export interface EvaluationResult {
  /** Mean loss over the data set. */
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Computes loss and metrics of a model over one data set, again and again with new weights. */
export interface Evaluator {
  evaluate(weights: WeightValues): Promise<EvaluationResult>;
  release(): Promise<void>;
}

export interface EvaluatorOptions {
  readonly model: Model;
  readonly dataset: Dataset;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly threads?: number | undefined;
}

export async function createEvaluator({
  model,
  dataset,
  loss,
  metrics,
  threads,
}: EvaluatorOptions): Promise<Evaluator> {
  checkFit(model, dataset, loss);
  const { features, labels, sampleShape } = dataset;
  const size = datasetSize(dataset);
  const types = dataTypesOf(dataset);
  const onnx = encodeOnnx(buildForwardGraph({ model, types, loss, metrics }));
  const session = await createSession(onnx, { threads: threads ?? 1 });
  return {
    async evaluate(weights) {
      const tensors = weightTensors(weights);
      const values = new Map(
        ['loss', ...metrics.map(({ name }) => name)].map((name) => [name, new Float32Array(size)]),
      );
      for (let start = 0; start < size; start += FORWARD_BATCH) {
        const end = Math.min(start + FORWARD_BATCH, size);
        const outputs = await session.run({
          ...tensors,
          x: rows(features, start, end, sampleShape),
          labels: rows(labels, start, end, [types.labelSize]),
        });
        for (const [name, all] of values) all.set(outputs[name]!.data as Float32Array, start);
      }
      return {
        loss: mean(values.get('loss')!),
        metrics: Object.fromEntries(
          metrics.map(({ name, summarize }) => [name, summarize(values.get(name)!, labels)]),
        ),
      };
    },
    release: () => session.release(),
  };
}

/** Loss and metrics of a model with the given weights over a data set. */
export async function evaluate(
  options: EvaluatorOptions & { readonly weights: WeightValues },
): Promise<EvaluationResult> {
  checkWeights(options.model, options.weights);
  const evaluator = await createEvaluator(options);
  try {
    return await evaluator.evaluate(options.weights);
  } finally {
    await evaluator.release();
  }
}

export interface PredictOptions {
  readonly model: Model;
  readonly weights: WeightValues;
  /** Samples after one another, row-major. */
  readonly features: Features;
  readonly threads?: number;
}

/** The model's output for samples: logits, `outputShape` values a sample, after one another. */
export async function predict({ model, weights, features, threads }: PredictOptions): Promise<Float32Array> {
  const sampleSize = sizeOf(model.inputShape);
  const dataset: Dataset = {
    name: 'samples to predict',
    sampleShape: model.inputShape,
    features,
    labels: new Int32Array(Math.max(1, Math.floor(features.length / sampleSize))),
  };
  checkFit(model, dataset);
  checkWeights(model, weights);
  const onnx = encodeOnnx(buildForwardGraph({ model, types: { features: elementTypeOf(features) } }));
  const session = await createSession(onnx, { threads: threads ?? 1 });
  const size = datasetSize(dataset);
  const outputSize = sizeOf(model.outputShape);
  const predictions = new Float32Array(size * outputSize);
  const tensors = weightTensors(weights);
  try {
    for (let start = 0; start < size; start += FORWARD_BATCH) {
      const end = Math.min(start + FORWARD_BATCH, size);
      const x = rows(features, start, end, model.inputShape);
      const { logits } = await session.run({ ...tensors, x });
      predictions.set(logits!.data as Float32Array, start * outputSize);
    }
  } finally {
    await session.release();
  }
  return predictions;
}

/** Weights as the tensors that graphs take. */
export function weightTensors({ parameters, statistics }: WeightValues): Tensors {
  const vector = (values: Float32Array) => new Tensor('float32', values, [values.length]);
  const tensors = { parameters: vector(parameters) };
  return statistics.length > 0 ? { ...tensors, statistics: vector(statistics) } : tensors;
}

/** Samples start to end - 1 as a tensor; a view, not a copy. */
function rows(values: Features | Labels, start: number, end: number, shape: readonly number[]): Tensor {
  const size = sizeOf(shape);
  const part = values.subarray(start * size, end * size) as Float32Array;
  return new Tensor(elementTypeOf(values) as 'float32', part, [end - start, ...shape]);
}
