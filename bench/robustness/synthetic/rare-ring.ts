import { dense, sequential } from 'choosy/layers';
import { softmaxCrossEntropy } from 'choosy/losses';
import { accuracy } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import type { Rng } from '../../../src/core/rng.js';
import { drawParts } from './draw-parts.js';
import type { BenchTask } from '../bench-task.js';

/** Rings from the inside out, with their share of the samples in all three parts: the middle one is rare. */
const rings = [
  { name: 'inner', radius: 0.4, share: 0.4 },
  { name: 'middle', radius: 0.7, share: 0.05 },
  { name: 'outer', radius: 1, share: 0.55 },
];
/** Standard deviation of the distance from the ring. */
const noise = 0.08;

/** Three rings around the same centre that overlap a little, one of them rare. */
export const rareRing: BenchTask = {
  name: 'rare-ring',
  summary:
    'three concentric rings in the plane, 5 % of the points on the middle one, with a feed-forward network',
  load: async ({ seed }) => drawParts(seed, { training: 4_000, validation: 2_000, test: 2_000 }, draw),
  model: () =>
    sequential([dense(32, { activation: 'relu' }), dense(32, { activation: 'relu' }), dense(rings.length)], {
      inputShape: [2],
    }),
  loss: softmaxCrossEntropy(),
  metrics: [accuracy()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: all pairs had the goal at 3 of 3 seeds; 0.01 and 128 soonest, 0.03 and 128 about as soon.
  defaults: { batchSize: 128, learningRate: 0.01, epochs: 12, evaluateEvery: 2_000 },
  search: {
    learningRates: [0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128],
    goal: 0.978,
    epochs: 30,
    seeds: [101, 102, 103],
  },
};

function draw(size: number, rng: Rng): Dataset {
  const labels = new Int32Array(size);
  const features = new Float32Array(2 * size);
  for (let i = 0; i < size; i++) {
    const place = rng.uniform();
    labels[i] = place < rings[0]!.share ? 0 : place < rings[0]!.share + rings[1]!.share ? 1 : 2;
    const radius = rings[labels[i]!]!.radius + noise * rng.normal();
    const angle = 2 * Math.PI * rng.uniform();
    features[2 * i] = radius * Math.cos(angle);
    features[2 * i + 1] = radius * Math.sin(angle);
  }
  const classNames = rings.map(({ name }) => name);
  return { name: 'rare-ring', sampleShape: [2], features, labels, classNames };
}
