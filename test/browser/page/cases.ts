import {
  accuracy,
  type ActivationName,
  adam,
  adamW,
  averagePool2d,
  batchNormalization,
  binaryAccuracy,
  binaryCrossEntropy,
  conv2d,
  type Dataset,
  decodeWeights,
  dense,
  dropout,
  embedding,
  encodeWeights,
  evaluate,
  exportOnnx,
  flatten,
  globalAveragePool2d,
  huber,
  iris,
  layerNormalization,
  lstm,
  maxPool2d,
  predict,
  randomShuffling,
  rescaling,
  Rng,
  rmsprop,
  type SelectorFactory,
  sequential,
  sgd,
  softmaxCrossEntropy,
  train,
  type TrainOptions,
} from 'choosy';

// Runs in Node and in the page alike.

/** A training run of so many steps. */
interface Case extends Omit<TrainOptions, 'stop' | 'seed' | 'threads'> {
  readonly steps: number;
}

export interface RunOptions {
  readonly threads?: number;
  /** A file of weights, made elsewhere, to be read and written again. */
  readonly weightsFile?: readonly number[];
}

/** The files that are made of a model's weights, as bytes. */
export interface Files {
  readonly weights: readonly number[];
  readonly onnx: readonly number[];
}

/** What a run gives, as JSON. */
export interface Outcome {
  readonly losses: readonly number[];
  readonly predictions: readonly number[];
  /** The loss and the metrics after the last step. */
  readonly evaluation: readonly number[];
  readonly files: Files;
  /** The files made of the weights that came from elsewhere. */
  readonly rewritten?: Files;
}

const sampleCount = 40;

function samples(
  sampleShape: readonly number[],
  features: (length: number, rng: Rng) => Dataset['features'],
  labels: (rng: Rng) => Dataset['labels'] = (rng) =>
    Int32Array.from({ length: sampleCount }, () => rng.integer(3)),
): Dataset {
  const rng = new Rng(7);
  const length = sampleCount * sampleShape.reduce((a, b) => a * b, 1);
  return { name: 'samples', sampleShape, features: features(length, rng), labels: labels(rng) };
}

const pixels = (length: number, rng: Rng) => Uint8Array.from({ length }, () => rng.integer(256));
const numbers = (length: number, rng: Rng) => Float32Array.from({ length }, () => rng.uniform() - 0.5);

/** Sequences of ten tokens, of which the last few are 0, the padding. */
const tokens = (length: number, rng: Rng) =>
  Int32Array.from({ length }, (_, i) => (i % 10 < 6 + ((i / 10) & 3) ? 1 + rng.integer(19) : 0));

/** Scores half of the samples by a forward pass, and trains those that are nearest to being wrong. */
const smallestMargin: SelectorFactory = ({ size, batchSize, rng }) => ({
  name: 'smallest-margin',
  needs: ['margin', 'correct', 'features', 'logitGradient'],
  async select({ score }) {
    const candidates = rng.shuffle(Uint32Array.from({ length: size }, (_, i) => i)).subarray(0, size / 2);
    const { margin } = await score(candidates);
    const order = [...candidates.keys()].sort((a, b) => margin![a]! - margin![b]!);
    return { indices: Uint32Array.from(order.slice(0, batchSize), (i) => candidates[i]!) };
  },
});

const activations: readonly ActivationName[] = ['leakyRelu', 'elu', 'gelu', 'tanh', 'sigmoid', 'softmax'];

const basics = {
  loss: softmaxCrossEntropy(),
  selector: randomShuffling(),
  metrics: [accuracy()],
  batchSize: 8,
  steps: 5,
};

// Adam and RMSprop divide by the size of gradients, so that gradients which are 0 but for rounding (those of a bias
// before batch normalization, say) change weights, too, and differently wherever it runs: there, SGD is used.
export const cases = {
  iris: (): Case => ({
    ...basics,
    model: sequential([dense(32, { activation: 'relu' }), dense(3)], { inputShape: [4] }),
    trainingSet: iris(),
    optimizer: adam({ learningRate: 0.005 }),
    batchSize: 16,
    steps: 20,
  }),
  convolutions: (): Case => ({
    ...basics,
    model: sequential(
      [
        rescaling(1 / 255),
        conv2d(4, 3, { activation: 'relu' }),
        maxPool2d(2),
        conv2d(6, 3, { padding: 'same', strides: 2, activation: 'gelu' }),
        averagePool2d(2),
        flatten(),
        dense(3),
      ],
      { inputShape: [12, 12, 2] },
    ),
    trainingSet: samples([12, 12, 2], pixels),
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  }),
  'dropout and batch normalization': (): Case => ({
    ...basics,
    model: sequential(
      [
        conv2d(4, 3),
        batchNormalization(),
        flatten(),
        dropout(0.25),
        dense(16, { activation: 'relu' }),
        batchNormalization(),
        dropout(0.5),
        dense(3),
      ],
      { inputShape: [8, 8, 1] },
    ),
    trainingSet: samples([8, 8, 1], numbers),
    optimizer: sgd({ learningRate: 0.1 }),
  }),
  'dropout of images': (): Case => ({
    ...basics,
    model: sequential([conv2d(4, 3), dropout(0.25), maxPool2d(2), flatten(), dense(3)], {
      inputShape: [8, 8, 1],
    }),
    trainingSet: samples([8, 8, 1], numbers),
    optimizer: sgd({ learningRate: 0.1 }),
  }),
  'tokens with padding': (): Case => ({
    ...basics,
    model: sequential(
      [embedding(20, 6, { paddingIndex: 0 }), lstm(8, { returnSequences: true }), lstm(5), dense(3)],
      { inputShape: [10] },
    ),
    trainingSet: samples([10], tokens),
    loss: softmaxCrossEntropy({ labelSmoothing: 0.1 }),
    optimizer: sgd({ learningRate: 1, globalClipNorm: 0.1 }),
  }),
  'scoring for two classes': (): Case => ({
    ...basics,
    model: sequential(
      [conv2d(4, 3, { activation: 'relu' }), maxPool2d(3, { strides: 2 }), globalAveragePool2d(), dense(1)],
      { inputShape: [9, 9, 1] },
    ),
    trainingSet: samples([9, 9, 1], numbers, (rng) =>
      Int32Array.from({ length: sampleCount }, () => rng.integer(2)),
    ),
    loss: binaryCrossEntropy(),
    metrics: [binaryAccuracy()],
    selector: smallestMargin,
    optimizer: rmsprop({ learningRate: 0.01 }),
  }),
  'all other activations, for regression': (): Case => ({
    ...basics,
    model: sequential(
      [...activations.flatMap((name) => [dense(6, { activation: name }), layerNormalization()]), dense(2)],
      { inputShape: [5] },
    ),
    trainingSet: samples([5], numbers, (rng) =>
      Float32Array.from({ length: 2 * sampleCount }, () => rng.normal()),
    ),
    loss: huber(),
    metrics: [],
    optimizer: adamW({ learningRate: 0.01, weightDecay: 0.1 }),
  }),
};

export type CaseName = keyof typeof cases;

export const caseNames = Object.keys(cases) as CaseName[];

/** Trains the model of a case with seed 1, and does all else that can be done with a model. */
export async function run(name: CaseName, { threads = 1, weightsFile }: RunOptions = {}): Promise<Outcome> {
  const { steps, ...options } = cases[name]();
  const { model, trainingSet, loss, metrics = [] } = options;
  const stopping = new AbortController();
  const onStep = ({ step }: { step: number }) => step === steps && stopping.abort();
  const { signal } = stopping;
  const epochs = steps;
  const result = await train({ ...options, stop: { epochs }, seed: 1, threads, onStep, signal });
  const { weights } = result;

  const measured = await evaluate({ model, dataset: trainingSet, loss, metrics, threads, weights });
  const predictions = await predict({ model, weights, features: trainingSet.features, threads });
  const files = (values: typeof weights): Files => ({
    weights: [...encodeWeights(model, values)],
    onnx: [...exportOnnx({ model, weights: values })],
  });
  return {
    losses: result.history.batchLosses,
    predictions: [...predictions],
    evaluation: [measured.loss, ...Object.values(measured.metrics)],
    files: files(weights),
    ...(weightsFile && { rewritten: files(decodeWeights(model, Uint8Array.from(weightsFile))) }),
  };
}
