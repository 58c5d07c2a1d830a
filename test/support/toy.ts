import {
  batchNormalization,
  binaryCrossEntropy,
  conv2d,
  type Dataset,
  dense,
  dropout,
  embedding,
  flatten,
  type Loss,
  lstm,
  maxPool2d,
  type Model,
  rescaling,
  Rng,
  sequential,
  softmaxCrossEntropy,
  squaredError,
  type TrainingResult,
} from 'choosy';

/** A small problem: a model and data for it. */
export interface Toy {
  readonly model: Model;
  readonly dataset: Dataset;
  readonly loss: Loss;
}

const labelsOf = (size: number, classes: number) => Int32Array.from({ length: size }, (_, i) => i % classes);

/** Measurements of three classes, which differ in their mean. */
export function measurements(size: number, seed = 1): Dataset {
  const rng = new Rng(seed);
  const labels = labelsOf(size, 3);
  const features = Float32Array.from({ length: size * 4 }, (_, i) => rng.normal() + labels[i >> 2]!);
  return { name: 'measurements', sampleShape: [4], features, labels };
}

/** Pictures of three classes, each brighter in another part. */
export function pictures(size: number, seed = 1): Dataset {
  const rng = new Rng(seed);
  const labels = labelsOf(size, 3);
  const features = Uint8Array.from({ length: size * 64 }, (_, i) => {
    const brighter = Math.floor((i % 64) / 22) === labels[i >> 6];
    return rng.integer(128) + (brighter ? 120 : 0);
  });
  return { name: 'pictures', sampleShape: [8, 8, 1], features, labels };
}

/** Sentences of three classes, of one to six words and then padding. */
export function sentences(size: number, seed = 1): Dataset {
  const rng = new Rng(seed);
  const labels = labelsOf(size, 3);
  const features = new Int32Array(size * 6);
  for (let i = 0; i < size; i++) {
    const length = 1 + rng.integer(6);
    for (let t = 0; t < length; t++) features[6 * i + t] = 1 + labels[i]! * 3 + rng.integer(3);
  }
  return { name: 'sentences', sampleShape: [6], features, labels };
}

export const denseToy = (size = 24): Toy => ({
  model: sequential([dense(6, { activation: 'tanh' }), dense(3)], { inputShape: [4] }),
  dataset: measurements(size),
  loss: softmaxCrossEntropy(),
});

export const binaryToy = (size = 24): Toy => ({
  model: sequential([dense(6, { activation: 'tanh' }), dense(1)], { inputShape: [4] }),
  dataset: { ...measurements(size), labels: labelsOf(size, 2) },
  loss: binaryCrossEntropy(),
});

export const regressionToy = (size = 24): Toy => ({
  model: sequential([dense(6, { activation: 'tanh' }), dense(1)], { inputShape: [4] }),
  dataset: { ...measurements(size), labels: Float32Array.from({ length: size }, (_, i) => Math.sin(i)) },
  loss: squaredError(),
});

export const convolutionalToy = (size = 24): Toy => ({
  model: sequential(
    [
      rescaling(1 / 255),
      conv2d(4, 3, { padding: 'same', activation: 'relu' }),
      maxPool2d(2),
      conv2d(5, 3, { activation: 'relu' }),
      flatten(),
      dense(3),
    ],
    { inputShape: [8, 8, 1] },
  ),
  dataset: pictures(size),
  loss: softmaxCrossEntropy(),
});

/** A convolutional network with all that draws random numbers or keeps statistics. */
export const noisyToy = (size = 24): Toy => ({
  ...convolutionalToy(size),
  model: sequential(
    [
      rescaling(1 / 255),
      conv2d(4, 3, { activation: 'relu' }),
      batchNormalization(),
      dropout(0.2),
      maxPool2d(2),
      flatten(),
      dense(8, { activation: 'relu' }),
      dropout(0.5),
      dense(3),
    ],
    { inputShape: [8, 8, 1] },
  ),
});

export const recurrentToy = (size = 24): Toy => ({
  model: sequential([embedding(10, 4, { paddingIndex: 0 }), lstm(5), dense(3)], { inputShape: [6] }),
  dataset: sentences(size),
  loss: softmaxCrossEntropy(),
});

/** A result without its seconds, which no two runs share: what must be the same, bit for bit. */
export function withoutTime({ weights, history, cost, stoppedBy }: TrainingResult) {
  return {
    weights,
    batchLosses: history.batchLosses,
    evaluations: history.evaluations.map((evaluation) => ({ ...evaluation, seconds: 0 })),
    samples: cost.samples,
    steps: cost.steps,
    stoppedBy,
  };
}
