import { loadFashionMnist } from '../datasets/index.js';
import { dense, dropout, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import { imageLayers } from './image-layers.js';
import { splitImages } from './image-splits.js';
import type { Task } from './task.js';

/** Fashion-MNIST: 60,000 images of ten kinds of clothes, 10,000 more to test on (Xiao et al. 2017). */
export const fashionMnist: Task = {
  name: 'fashion-mnist',
  summary: 'ten kinds of clothes, 60,000 + 10,000 images of 28×28, with a convolutional network',
  load: async (options) => splitImages(await loadFashionMnist(options)),
  model: () =>
    sequential(
      [...imageLayers(), dropout(0.25), dense(128, { activation: 'relu' }), dropout(0.5), dense(10)],
      { inputShape: [28, 28, 1] },
    ),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines['fashion-mnist'],
};
