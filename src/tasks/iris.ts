import { iris as irisDataset } from '../datasets/index.js';
import { dense, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import { splitSmall } from './small-splits.js';
import type { Task } from './task.js';

/** Iris: 150 flowers of three species by four measurements (Fisher 1936, with his values in rows 35 and 38). */
export const iris: Task = {
  name: 'iris',
  summary: 'three species of flowers by four measurements, 150 samples, with a feed-forward network',
  load: async ({ seed }) => splitSmall(irisDataset(), { heldOut: 0.2, seed }),
  model: () =>
    sequential([dense(32, { activation: 'relu' }), dense(32, { activation: 'relu' }), dense(3)], {
      inputShape: [4],
    }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines.iris,
};
