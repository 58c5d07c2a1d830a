import { spirals as drawSpirals } from '../datasets/index.js';
import { dense, sequential } from '../layers/index.js';
import { softmaxCrossEntropy } from '../losses/index.js';
import { accuracy } from '../metrics/index.js';
import { adam } from '../optimizers/index.js';
import { baselines } from './baselines.js';
import type { Task } from './task.js';

/** Points of each part; all three come from the same generator. */
const sizes = { training: 2_000, validation: 1_000, test: 1_000 };

/** Archimedean spirals: which of two arms a point lies on. Each seed draws its own points. */
export const spirals: Task = {
  name: 'spirals',
  summary: 'two Archimedean spirals in the plane, 2,000 + 2,000 points, with a feed-forward network',
  async load({ seed }) {
    const draw = (size: number, part: number) =>
      drawSpirals({ arms: 2, turns: 2, noise: 0.02, size, seed: 3 * seed + part });
    return {
      trainingSet: draw(sizes.training, 0),
      validationSet: draw(sizes.validation, 1),
      testSet: draw(sizes.test, 2),
    };
  },
  model: () =>
    sequential([dense(64, { activation: 'relu' }), dense(64, { activation: 'relu' }), dense(2)], {
      inputShape: [2],
    }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  ...baselines.spirals,
};
