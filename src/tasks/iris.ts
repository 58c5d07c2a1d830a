import { fitStandardizer, iris as irisDataset, splitDataset, standardize } from '../datasets/index.js';
import { dense, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import type { Task } from './task.js';

/** Iris: 150 flowers of three species by four measurements (Fisher 1936). */
export const iris: Task = {
  name: 'iris',
  summary: 'three species of flowers by four measurements, 150 samples, with a feed-forward network',
  load({ seed }) {
    const { train, test } = splitDataset(irisDataset(), { fractions: { validation: 0, test: 0.3 }, seed });
    const standardizer = fitStandardizer(train);
    return Promise.resolve({
      trainingSet: standardize(train, standardizer),
      evaluationSet: standardize(test, standardizer),
    });
  },
  model: () =>
    sequential([dense(32, { activation: 'relu' }), dense(32, { activation: 'relu' }), dense(3)], {
      inputShape: [4],
    }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  defaults: { batchSize: 16, learningRate: 0.005, epochs: 100, target: 0.95, evaluateEvery: 105 },
};
