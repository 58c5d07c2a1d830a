import { loadMnist } from '../datasets/index.js';
import { dense, dropout, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import { imageLayers } from './image-layers.js';
import { splitImages } from './image-splits.js';
import type { Task } from './task.js';

/**
 * MNIST: 60,000 images of handwritten digits, 10,000 more to test on (LeCun et al. 1998). The network is that of
 * Keras' example `mnist_convnet`.
 */
export const mnist: Task = {
  name: 'mnist',
  summary: 'handwritten digits, 60,000 + 10,000 images of 28×28, with a convolutional network',
  load: async (options) => splitImages(await loadMnist(options)),
  model: () => sequential([...imageLayers(), dropout(0.5), dense(10)], { inputShape: [28, 28, 1] }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines.mnist,
};
