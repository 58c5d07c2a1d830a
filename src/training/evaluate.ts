import { sizeOf } from '../core/shape.js';
import { mean } from '../core/sum.js';
import type { Model, WeightValues } from '../layers/index.js';
import type { Loss } from '../losses/index.js';
import type { Metric } from '../metrics/index.js';
import { checkFit, checkWeights } from './check-fit.js';
import { dataTypesOf, elementTypeOf } from './compile.js';
import { type Dataset, datasetSize, type Features } from './dataset.js';
import { ForwardPasses } from './forward-passes.js';
import { sequenceLengths } from './sequence-lengths.js';
import { WorkClock } from './work-clock.js';

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

export async function createEvaluator(
  { model, dataset, loss, metrics, threads = 1 }: EvaluatorOptions,
  clock = new WorkClock(),
): Promise<Evaluator> {
  checkFit(model, dataset, loss);
  const lengths = sequenceLengths(model, dataset);
  const graph = { types: dataTypesOf(dataset), loss, metrics };
  const passes = new ForwardPasses({ model, dataset, lengths, graph, threads, clock });
  await passes.prepare();
  const everySample = allIndices(dataset);
  return {
    async evaluate(weights) {
      const values = await passes.run(weights, everySample);
      return {
        loss: mean(values['loss']!),
        metrics: Object.fromEntries(
          metrics.map(({ name, summarize }) => [name, summarize(values[name]!, dataset.labels)]),
        ),
      };
    },
    release: () => passes.release(),
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
export async function predict({
  model,
  weights,
  features,
  threads = 1,
}: PredictOptions): Promise<Float32Array> {
  const sampleSize = sizeOf(model.inputShape);
  const dataset: Dataset = {
    name: 'samples to predict',
    sampleShape: model.inputShape,
    features,
    labels: new Int32Array(Math.max(1, Math.floor(features.length / sampleSize))),
  };
  checkFit(model, dataset);
  checkWeights(model, weights);
  const passes = new ForwardPasses({
    ...{ model, dataset, threads, clock: new WorkClock() },
    lengths: sequenceLengths(model, dataset),
    graph: { types: { features: elementTypeOf(features) } },
  });
  try {
    const { logits } = await passes.run(weights, allIndices(dataset));
    return logits!;
  } finally {
    await passes.release();
  }
}

const allIndices = (dataset: Dataset) => Uint32Array.from({ length: datasetSize(dataset) }, (_, i) => i);
