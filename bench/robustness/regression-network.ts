import { dense, rescaling, sequential } from 'choosy/layers';
import type { Dataset } from 'choosy/training';
import { meanAndDeviation } from '../../src/tasks/mean-and-deviation.js';

/** Two hidden layers of 64, and an output of the mean and spread that the targets of the training set have. */
export function regressionNetwork({ labels, sampleShape }: Dataset) {
  const { mean, deviation } = meanAndDeviation(labels);
  return sequential(
    [
      dense(64, { activation: 'relu' }),
      dense(64, { activation: 'relu' }),
      dense(1),
      rescaling(deviation, { offset: mean }),
    ],
    { inputShape: sampleShape },
  );
}
