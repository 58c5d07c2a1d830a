import {
  adam,
  adamW,
  conv2d,
  type Dataset,
  dense,
  embedding,
  flatten,
  lstm,
  maxPool2d,
  type Model,
  type Optimizer,
  rescaling,
  rmsprop,
  sequential,
  sequentialOrder,
  sgd,
  softmaxCrossEntropy,
  stepDecay,
  train,
} from 'choosy';
import { describe, expect, it } from 'vitest';
import { expectClose, readFixture, weightAt, weightsOf } from './support/fixtures.js';

interface OptimizerFixture {
  readonly x: readonly number[];
  readonly labels: readonly number[];
  readonly parameters: readonly number[];
  /** Parameters by case, and by the number of steps made. */
  readonly cases: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

const problem = readFixture<OptimizerFixture>('pytorch-optimizers.json');

const stairs = stepDecay({ initialLearningRate: 0.1, decaySteps: 3, decayRate: 0.5 });
const optimizers: Record<string, Optimizer> = {
  sgd: sgd({ learningRate: 0.1 }),
  'sgd momentum': sgd({ learningRate: 0.1, momentum: 0.9 }),
  'sgd nesterov': sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  'sgd weightDecay': sgd({ learningRate: 0.1, weightDecay: 0.05 }),
  'sgd momentum weightDecay': sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 0.05 }),
  'sgd globalClipNorm': sgd({ learningRate: 0.1, globalClipNorm: 0.5 }),
  'sgd schedule': sgd({ learningRate: stairs, momentum: 0.9 }),
  adam: adam({ learningRate: 0.05 }),
  'adam betas': adam({ learningRate: 0.05, beta1: 0.7, beta2: 0.95, epsilon: 1e-4 }),
  'adam globalClipNorm': adam({ learningRate: 0.05, epsilon: 1e-3, globalClipNorm: 0.5 }),
  'adam schedule': adam({ learningRate: stairs }),
  adamW: adamW({ learningRate: 0.05, weightDecay: 0.1 }),
  rmsprop: rmsprop({ learningRate: 0.02 }),
  'rmsprop weightDecay': rmsprop({ learningRate: 0.02, rho: 0.8, epsilon: 1e-3, weightDecay: 0.05 }),
};

describe('optimizers step as those of PyTorch do', () => {
  const model = sequential([dense(3)], { inputShape: [4] });
  const trainingSet: Dataset = {
    name: 'six samples',
    sampleShape: [4],
    features: Float32Array.from(problem.x),
    labels: Int32Array.from(problem.labels),
  };

  it('has a case for every optimizer here', () => {
    expect(Object.keys(problem.cases)).toEqual(Object.keys(optimizers));
  });

  it.each(Object.entries(problem.cases))('%s', async (name, snapshots) => {
    for (const [steps, expected] of Object.entries(snapshots)) {
      const { weights } = await train({
        ...{ model, trainingSet, batchSize: 6, selector: sequentialOrder(), loss: softmaxCrossEntropy() },
        optimizer: optimizers[name]!,
        initialWeights: {
          parameters: Float32Array.from(problem.parameters),
          statistics: new Float32Array(0),
        },
        stop: { epochs: Number(steps) },
      });
      // Adam and RMSprop divide gradients by their own size, which keeps the rounding errors of small ones.
      expectClose(weights.parameters, expected, { tolerance: 5e-6, what: `parameters after ${steps}` });
    }
  });
});

interface NetworkCase {
  readonly x: readonly number[];
  readonly labels: readonly number[];
  readonly batchSize: number;
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly losses: readonly number[];
  readonly trained: Readonly<Record<string, readonly number[]>>;
}

interface Network {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly features: (x: readonly number[]) => Dataset['features'];
}

const networks: Record<string, Network> = {
  dense: {
    model: sequential([dense(8, { activation: 'tanh' }), dense(3)], { inputShape: [4] }),
    optimizer: adam({ learningRate: 0.01 }),
    features: (x) => Float32Array.from(x),
  },
  convolutional: {
    model: sequential(
      [
        rescaling(1 / 255),
        conv2d(4, 3, { padding: 'same', activation: 'relu' }),
        maxPool2d(2),
        conv2d(5, 3, { activation: 'relu' }),
        maxPool2d(2),
        flatten(),
        dense(3),
      ],
      { inputShape: [8, 8, 1] },
    ),
    optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
    features: (x) => Uint8Array.from(x),
  },
  recurrent: {
    model: sequential([embedding(9, 4, { paddingIndex: 0 }), lstm(5), dense(3)], { inputShape: [6] }),
    optimizer: rmsprop({ learningRate: 0.01, epsilon: 1e-4 }),
    features: (x) => Int32Array.from(x),
  },
};

describe('networks train as in PyTorch', () => {
  it.each(Object.entries(readFixture<Record<string, NetworkCase>>('pytorch-networks.json')))(
    '%s',
    async (name, { x, labels, batchSize, weights, losses, trained }) => {
      const { model, optimizer, features } = networks[name]!;
      let left = losses.length;
      const stopped = new AbortController();
      const result = await train({
        model,
        optimizer,
        trainingSet: {
          name,
          sampleShape: model.inputShape,
          features: features(x),
          labels: Int32Array.from(labels),
        },
        loss: softmaxCrossEntropy(),
        selector: sequentialOrder(),
        batchSize,
        initialWeights: weightsOf(model, weights),
        stop: { epochs: 100 },
        signal: stopped.signal,
        onStep: () => --left === 0 && stopped.abort(),
      });
      // Twenty steps carry rounding errors on, and optimizers that divide by the gradient's size make them larger.
      expectClose(result.history.batchLosses, losses, { tolerance: 1e-5, what: 'losses' });
      for (const [path, expected] of Object.entries(trained)) {
        const actual = weightAt(model, result.weights.parameters, path);
        expectClose(actual, expected, { tolerance: 1e-5, what: path });
      }
    },
  );
});
