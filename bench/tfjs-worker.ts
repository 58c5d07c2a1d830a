import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Tensor2D, Variable } from '@tensorflow/tfjs';
import { loadMnist } from 'choosy';
import { networks } from './networks.js';
import { serve, time } from './serve.js';

// What TensorFlow.js says while it loads must not get between the answers.
console.log = console.info = console.warn = console.error;
const tf = await import('@tensorflow/tfjs');
const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');

/** Arguments: the backend, the network (dense ones only), number of samples, or "mnist" for the real ones. */
const [backend, name, samples] = process.argv.slice(2) as [string, 'dense' | 'mlp', string];
const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
setWasmPaths(wasmFolder + sep);
const network = networks[name];
const dataset = samples === 'mnist' ? (await loadMnist()).train : network.dataset(Number(samples));
const size = dataset.labels.length;
const width = dataset.features.length / size;

// TensorFlow.js has to be given floats: made here, before the clock runs.
const scale = dataset.features instanceof Uint8Array ? 1 / 255 : 1;
const values = Float32Array.from(dataset.features, (value) => value * scale);
const started = performance.now();
await tf.setBackend(backend);
await tf.ready();
const startMs = performance.now() - started;
const x = tf.tensor2d(values, [size, width]);
const labels = tf.tensor1d(Float32Array.from(dataset.labels));

/** A training step written by hand, without the layers API and its costs. */
function makeStep() {
  const model = network.model();
  const { parameters } = model.initialize(0);
  const variables: Variable[] = model.weights.map(({ shape, offset }) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return tf.variable(tf.tensor(parameters.slice(offset, offset + length), [...shape]));
  });
  const classes = model.outputShape[0]!;
  const batches = Array.from({ length: Math.floor(size / network.batchSize) }, (_, batch) => {
    const from = batch * network.batchSize;
    const ids = labels.slice(from, network.batchSize).toInt();
    return { x: x.slice([from, 0], [network.batchSize, width]), y: tf.oneHot(ids, classes).toFloat() };
  });
  const optimizer = tf.train.adam(network.learningRate, 0.9, 0.999, 1e-7);
  let done = 0;
  return () => {
    const batch = batches[done++ % batches.length]!;
    const loss = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => {
        let activation: Tensor2D = batch.x;
        for (let layer = 0; layer < variables.length; layer += 2) {
          const product = tf.matMul(activation, variables[layer] as Tensor2D);
          const sum: Tensor2D = tf.add(product, variables[layer + 1]!);
          activation = layer + 2 < variables.length ? tf.relu(sum) : sum;
        }
        return tf.losses.softmaxCrossEntropy(batch.y, activation).asScalar();
      }, variables);
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return value;
    });
    const [value] = loss.dataSync();
    loss.dispose();
    return value!;
  };
}

let step: ReturnType<typeof makeStep> | undefined;

function makeModel() {
  const hidden = name === 'dense' ? [32, 32] : [128];
  const classes = name === 'dense' ? 3 : 10;
  const model = tf.sequential();
  hidden.forEach((units, i) => {
    model.add(tf.layers.dense({ units, activation: 'relu', ...(i === 0 ? { inputShape: [width] } : {}) }));
  });
  model.add(tf.layers.dense({ units: classes, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(network.learningRate), loss: 'sparseCategoricalCrossentropy' });
  return model;
}

let model: ReturnType<typeof makeModel> | undefined;

/** One or more epochs of model.fit, on the tensors as they lie there. */
async function fit(epochs: number) {
  const { history } = await model!.fit(x, labels, {
    epochs,
    batchSize: network.batchSize,
    shuffle: true,
    verbose: 0,
    yieldEvery: 'never',
  });
  return history['loss']!.at(-1) as number;
}

await serve({
  losses: ({ steps }) => {
    step ??= makeStep();
    return Array.from({ length: Number(steps) }, () => step!());
  },
  steps: async ({ steps }) => {
    const run = (step ??= makeStep());
    const ms = await time(() => {
      for (let i = 0; i < Number(steps); i++) run();
    });
    return ms / Number(steps);
  },
  firstEpoch: async () => {
    const ms = await time(() => {
      model = makeModel();
      return fit(1);
    });
    return startMs + ms;
  },
  epochs: async ({ count }) => {
    let loss = NaN;
    const ms = await time(async () => (loss = await fit(Number(count))));
    return { others: ms / Number(count), loss };
  },
});
