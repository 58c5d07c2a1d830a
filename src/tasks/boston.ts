import { bostonFeatureNames, bostonWarning, loadBoston } from '../datasets/index.js';
import { dense, dropout, rescaling, sequential } from '../layers/index.js';
import { squaredError } from '../losses/index.js';
import { meanAbsoluteError, rootMeanSquaredError } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import { meanAndDeviation } from './mean-and-deviation.js';
import { splitSmall } from './small-splits.js';
import type { Task } from './task.js';

/** Boston house prices: 506 census tracts by 13 features, regression (Harrison and Rubinfeld 1978). */
export const boston: Task = {
  name: 'boston',
  summary: 'median house prices in 1,000 $ by 13 features, 506 samples, with a feed-forward network',
  warning: bostonWarning,
  load: async ({ seed, ...options }) => splitSmall(await loadBoston(options), { heldOut: 0.15, seed }),
  model({ labels }) {
    const { mean, deviation } = meanAndDeviation(labels);
    return sequential(
      [
        dense(128, { activation: 'relu' }),
        dropout(0.1),
        dense(64, { activation: 'relu' }),
        dropout(0.1),
        dense(1),
        // The network gives standardized prices, as it gets standardized features.
        rescaling(deviation, { offset: mean }),
      ],
      { inputShape: [bostonFeatureNames.length] },
    );
  },
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines.boston,
};
