import * as tf from '@tensorflow/tfjs';
import { iris, selectiveBackprop, splitDataset, standalone } from 'choosy';

tf.enableProdMode();
const { train, test } = splitDataset(iris(), { fractions: { validation: 0, test: 0.3 }, seed: 1 });
const [classes, width] = [3, 4];
const size = train.labels.length;
const x = tf.tensor2d(train.features as Float32Array, [size, width]);
const y = tf.oneHot(tf.tensor1d(train.labels as Int32Array, 'int32'), classes);

const hidden = tf.layers.dense({
  units: 16,
  activation: 'relu',
  inputShape: [width],
  kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
});
const output = tf.layers.dense({
  units: classes,
  kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
});
const model = tf.sequential({ layers: [hidden, output] });
const optimizer = tf.train.adam(0.01);

/** The loss of each sample. */
const lossesOf = (indices: tf.Tensor1D): tf.Tensor1D => {
  const logits = model.apply(tf.gather(x, indices), { training: true }) as tf.Tensor2D;
  const labels = tf.gather(y, indices);
  const { softmaxCrossEntropy } = tf.losses;
  return softmaxCrossEntropy<tf.Tensor, tf.Tensor1D>(labels, logits, undefined, undefined, tf.Reduction.NONE);
};
const tensorOf = (indices: Uint32Array) => tf.tensor1d(Int32Array.from(indices), 'int32');

const batches = standalone(selectiveBackprop(), {
  ...{ size, labels: train.labels, classes, batchSize: 16, seed: 1 },
  // Only for selectors that look before they choose.
  score: (indices) => ({ loss: tf.tidy(() => lossesOf(tensorOf(indices)).dataSync()) }),
});
for (let step = 0; step < 400; step++) {
  const { indices, coefficients } = await batches.next();
  const loss = tf.tidy(() => {
    let losses!: tf.Tensor1D;
    optimizer.minimize(() => {
      losses = tf.keep(lossesOf(tensorOf(indices)));
      return tf.sum(tf.mul(losses, tf.tensor1d(coefficients)));
    });
    const values = losses.dataSync();
    losses.dispose();
    return values;
  });
  batches.learn({ loss });
}
const predicted = tf
  .argMax(
    model.predict(tf.tensor2d(test.features as Float32Array, [test.labels.length, width])) as tf.Tensor2D,
    1,
  )
  .dataSync();
const right = predicted.filter((label, i) => label === test.labels[i]);
console.log('test accuracy', (right.length / predicted.length).toFixed(3));
