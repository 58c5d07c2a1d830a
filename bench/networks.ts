import { type Dataset, fitStandardizer, iris, type Model, Rng, standardize } from 'choosy';
import { conv2d, dense, embedding, flatten, lstm, maxPool2d, rescaling, sequential } from 'choosy/layers';

/** A network and what it is trained on, the same for every engine. */
export interface Network {
  readonly title: string;
  readonly model: () => Model;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Random samples that can be learned. */
  readonly dataset: (size: number) => Dataset;
}

export const networks = {
  dense: {
    title: 'dense 4-32-32-3, batch 16',
    model: () =>
      sequential([dense(32, { activation: 'relu' }), dense(32, { activation: 'relu' }), dense(3)], {
        inputShape: [4],
      }),
    batchSize: 16,
    learningRate: 0.005,
    dataset: flowers,
  },
  cnn: {
    title: 'MNIST CNN, batch 128',
    model: () =>
      sequential(
        [
          rescaling(1 / 255),
          conv2d(32, 3, { activation: 'relu' }),
          maxPool2d(2),
          conv2d(64, 3, { activation: 'relu' }),
          maxPool2d(2),
          flatten(),
          dense(10),
        ],
        { inputShape: [28, 28, 1] },
      ),
    batchSize: 128,
    learningRate: 0.001,
    dataset: images,
  },
  lstm: {
    title: 'embedding 10000×64, LSTM 64 over 30 steps, dense 2, batch 128',
    model: () => sequential([embedding(10_000, 64), lstm(64), dense(2)], { inputShape: [30] }),
    batchSize: 128,
    learningRate: 0.005,
    dataset: sentences,
  },
  mlp: {
    title: 'MNIST MLP 784-128-10, batch 128',
    model: () =>
      sequential([rescaling(1 / 255), flatten(), dense(128, { activation: 'relu' }), dense(10)], {
        inputShape: [28, 28, 1],
      }),
    batchSize: 128,
    learningRate: 0.001,
    dataset: images,
  },
} satisfies Record<string, Network>;

export type NetworkName = keyof typeof networks;

/** The 150 flowers of Iris in random order, again and again. */
function flowers(size: number): Dataset {
  const { features, labels, ...rest } = standardize(iris(), fitStandardizer(iris()));
  const order = new Rng(1).shuffle(Uint32Array.from(labels, (_, i) => i));
  const at = (i: number) => order[i % order.length]!;
  return {
    ...rest,
    features: Float32Array.from({ length: size * 4 }, (_, i) => features[at(i >> 2) * 4 + (i & 3)]!),
    labels: Int32Array.from({ length: size }, (_, i) => labels[at(i)]!),
  };
}

/** Ten blots on black, one a class, shifted and noisy: bytes as in MNIST, four fifths of them 0. */
function images(size: number): Dataset {
  const rng = new Rng(2);
  const features = new Uint8Array(size * 784);
  const labels = new Int32Array(size);
  for (let n = 0; n < size; n++) {
    const label = rng.integer(10);
    labels[n] = label;
    const [angle, shiftY, shiftX] = [(label / 10) * Math.PI, rng.integer(5) - 2, rng.integer(5) - 2];
    for (let stroke = 0; stroke < 160; stroke++) {
      const along = (rng.uniform() - 0.5) * 20;
      const aside = (rng.uniform() - 0.5) * 4 + (label % 2) * 0.1 * along * along;
      const y = Math.round(14 + shiftY + along * Math.sin(angle) + aside * Math.cos(angle));
      const x = Math.round(14 + shiftX + along * Math.cos(angle) - aside * Math.sin(angle));
      if (y >= 0 && y < 28 && x >= 0 && x < 28) features[n * 784 + y * 28 + x] = 128 + rng.integer(128);
    }
  }
  return { name: 'images', sampleShape: [28, 28, 1], features, labels };
}

/** Token sequences, frequent words far more often than rare ones (Zipf's law); some words tell the class. */
function sentences(size: number): Dataset {
  const rng = new Rng(3);
  const features = new Int32Array(size * 30);
  const labels = new Int32Array(size);
  for (let n = 0; n < size; n++) {
    const label = rng.integer(2);
    labels[n] = label;
    for (let t = 0; t < 30; t++) {
      const rank = Math.min(4999, Math.floor(5000 ** rng.uniform()));
      features[n * 30 + t] = 2 * rank + (rng.uniform() < 0.5 ? label : rng.integer(2));
    }
  }
  return { name: 'sentences', sampleShape: [30], features, labels };
}
