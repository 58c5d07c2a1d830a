import { dense, sequential } from 'choosy/layers';
import { softmaxCrossEntropy } from 'choosy/losses';
import { accuracy } from 'choosy/metrics';
import { sgd } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { Rng } from '../../../src/core/rng.js';
import { drawParts } from './draw-parts.js';
import type { BenchTask } from '../bench-task.js';

const dimensions = 20;
const classes = 20;
/** Clusters of each class. */
const clusters = 2;
/** Standard deviation of a cluster in each dimension; that of the clusters' centres is 1. */
const noise = 1.2;

/** The centres of all clusters, the same for every seed: those of class k are rows `k × clusters` and on. */
const centres = Float32Array.from({ length: classes * clusters * dimensions }, centreDrawer());

/** Many classes that overlap, each of some Gaussian clusters; trained by SGD with momentum. */
export const gaussianMixture: BenchTask = {
  name: 'gaussian-mixture',
  summary: `${classes} overlapping classes of ${clusters} Gaussian clusters in ${dimensions} dimensions, with a feed-forward network`,
  load: async ({ seed }) => drawParts(seed, { training: 8_000, validation: 2_000, test: 2_000 }, draw),
  model: () => sequential([dense(256, { activation: 'relu' }), dense(classes)], { inputShape: [dimensions] }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  // Search: 0.03 and 128 had the goal at 3 of 3 seeds, soonest; next were 0.01 and 64, half as fast.
  defaults: { batchSize: 128, learningRate: 0.03, epochs: 10, evaluateEvery: 2_000 },
  search: {
    learningRates: [0.003, 0.01, 0.03, 0.1],
    batchSizes: [32, 64, 128],
    goal: 0.81,
    epochs: 15,
    seeds: [101, 102, 103],
  },
};

function centreDrawer(): () => number {
  const rng = new Rng(0).fork('centres');
  return () => rng.normal();
}

function draw(size: number, rng: Rng): Dataset {
  const labels = Int32Array.from({ length: size }, () => rng.integer(classes));
  const features = new Float32Array(size * dimensions);
  labels.forEach((label, i) => {
    const cluster = label * clusters + rng.integer(clusters);
    for (let j = 0; j < dimensions; j++) {
      features[i * dimensions + j] = centres[cluster * dimensions + j]! + noise * rng.normal();
    }
  });
  const classNames = Array.from({ length: classes }, (_, k) => `class ${k + 1}`);
  return { name: 'gaussian-mixture', sampleShape: [dimensions], features, labels, classNames };
}
