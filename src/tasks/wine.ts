import { wine as wineDataset } from '../datasets/index.js';
import { dense, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import { splitSmall } from './small-splits.js';
import type { Task } from './task.js';

/** Wine: 178 wines of three cultivars by 13 chemical measurements (Aeberhard and Forina 1991). */
export const wine: Task = {
  name: 'wine',
  summary: 'three cultivars by 13 chemical measurements, 178 samples, with a feed-forward network',
  load: async ({ seed }) => splitSmall(wineDataset(), { heldOut: 0.2, seed }),
  model: () => sequential([dense(16, { activation: 'relu' }), dense(3)], { inputShape: [13] }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines.wine,
};
