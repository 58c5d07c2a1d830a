import { loadMnist } from '../datasets/index.js';
import { conv2d, dense, flatten, maxPool2d, rescaling, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import type { Task } from './task.js';

/** MNIST: 60,000 images of handwritten digits, 10,000 more to evaluate on (LeCun et al. 1998). */
export const mnist: Task = {
  name: 'mnist',
  summary: 'handwritten digits, 60,000 + 10,000 images of 28×28, with a convolutional network',
  async load({ dataDirectory, onProgress }) {
    const { train, test } = await loadMnist({ dataDirectory, onProgress });
    return { trainingSet: train, evaluationSet: test };
  },
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
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  defaults: { batchSize: 128, learningRate: 0.001, epochs: 10, target: 0.985, evaluateEvery: 6_400 },
};
