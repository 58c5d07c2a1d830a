import {
  adamW,
  batchNormalization,
  cosineDecay,
  type Dataset,
  dense,
  dropout,
  evaluate,
  exportOnnx,
  huber,
  meanAbsoluteError,
  predict,
  r2,
  randomShuffling,
  Rng,
  sequential,
  train,
  warmUp,
} from 'choosy';
import { loadWeights, saveWeights } from 'choosy/storage';

// Own data: how far a ball flies, thrown with some speed (m/s) at some angle (degrees).
function throws(size: number, seed: number): Dataset {
  const rng = new Rng(seed);
  const features = new Float32Array(2 * size);
  const labels = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const [speed, degrees] = [5 + 25 * rng.uniform(), 90 * rng.uniform()];
    features.set([speed / 30, degrees / 90], 2 * i);
    labels[i] = (speed ** 2 * Math.sin((2 * degrees * Math.PI) / 180)) / 9.81;
  }
  return { name: 'throws', sampleShape: [2], features, labels };
}

const model = sequential(
  [
    dense(64, { activation: 'relu' }),
    batchNormalization(),
    dense(64, { activation: 'relu' }),
    dropout(0.02),
    dense(1),
  ],
  { inputShape: [2] },
);
const [trainingSet, evaluationSet] = [throws(4000, 1), throws(500, 2)];
const stepsPerEpoch = Math.ceil(4000 / 64);
const setup = { model, loss: huber(), metrics: [r2(), meanAbsoluteError()] };
const cosine = cosineDecay({ initialLearningRate: 0.01, decaySteps: 30 * stepsPerEpoch });

const { weights } = await train({
  ...setup,
  trainingSet,
  evaluationSet,
  optimizer: adamW({ learningRate: warmUp(cosine, { steps: 50 }), globalClipNorm: 10 }),
  selector: randomShuffling(),
  batchSize: 64,
  stop: { epochs: 30, patience: 10 },
});

await saveWeights('throws.safetensors', model, weights);
const loaded = await loadWeights('throws.safetensors', model);
const { metrics } = await evaluate({ ...setup, dataset: evaluationSet, weights: loaded });
console.log('R²', metrics['r2']?.toFixed(3));

const [distance] = await predict({ model, weights: loaded, features: Float32Array.of(20 / 30, 45 / 90) });
console.log('20 m/s at 45°:', distance?.toFixed(1), 'm');
console.log(
  'an ONNX file of',
  exportOnnx({ model, weights: loaded }).length > 10_000 ? 'more' : 'less',
  'than 10 kB',
);
