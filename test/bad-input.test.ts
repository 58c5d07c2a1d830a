import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  accuracy,
  activation,
  type ActivationName,
  adam,
  adamW,
  averagePool2d,
  type Batch,
  batchNormalization,
  type BatchSelector,
  binaryAccuracy,
  binaryCrossEntropy,
  ChoosyError,
  conv2d,
  cosineDecay,
  type Dataset,
  dense,
  DivergenceError,
  dropout,
  embedding,
  encodeWeights,
  evaluate,
  exportOnnx,
  globalAveragePool2d,
  highestLoss,
  huber,
  type Initializer,
  type Layer,
  layerNormalization,
  lstm,
  maxPool2d,
  meanAbsoluteError,
  predict,
  r2,
  randomShuffling,
  rescaling,
  rmsprop,
  SelectorError,
  sequential,
  sequentialOrder,
  sgd,
  softmaxCrossEntropy,
  squaredError,
  stepDecay,
  train,
  type TrainingResult,
  type TrainOptions,
  warmUp,
} from 'choosy';
import { checkpointFile, loadWeights, saveOnnx, saveWeights } from 'choosy/storage';
import { describe, expect, it } from 'vitest';
import { denseToy, recurrentToy, regressionToy } from './support/toy.js';
import { inTemporaryFolder } from './support/temporary-folder.js';

/** The error's class and message, after the demands that every message has to meet. */
function told(error: unknown): string {
  if (!(error instanceof ChoosyError)) throw error;
  const { name, message } = error;
  // One line, that begins with a name or a capital and ends in one full stop.
  expect(message).toMatch(/^[A-Za-z][^\n]{20,400}[^.]\.$/);
  expect(message, 'a value that nobody meant to show').not.toMatch(/undefined has|\[object|NaN samples/);
  return `${name}: ${message}`;
}

function refusal(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return told(error);
  }
  throw new Error('this was not refused');
}

async function asyncRefusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error('this was not refused'),
    (thrown: unknown) => thrown,
  );
  return told(error);
}

/** A value of a type that TypeScript would not let through, as JavaScript users may give it. */
const wrong = <T>(value: unknown): T => value as T;

const toy = denseToy();
const options: TrainOptions = {
  ...{ model: toy.model, trainingSet: toy.dataset, loss: toy.loss, optimizer: sgd(), batchSize: 4 },
  ...{ selector: randomShuffling(), stop: { epochs: 1 } },
};
const trainWith = (changed: Partial<TrainOptions>) => asyncRefusal(train({ ...options, ...changed }));

describe('options of layers', () => {
  it('dense', () => {
    expect(refusal(() => dense(0))).toMatchInlineSnapshot(
      `"UsageError: dense: units must be a positive integer, got 0."`,
    );
    expect(refusal(() => dense(2.5))).toMatchInlineSnapshot(
      `"UsageError: dense: units must be a positive integer, got 2.5."`,
    );
    expect(refusal(() => dense(wrong('3')))).toMatchInlineSnapshot(
      `"UsageError: dense: units must be a positive integer, got "3"."`,
    );
    expect(refusal(() => dense(3, { activation: wrong('rleu') }))).toMatchInlineSnapshot(
      `"UsageError: dense: activation must be one of 'linear', 'relu', 'leakyRelu', 'elu', 'gelu', 'tanh', 'sigmoid', 'softmax', got "rleu"."`,
    );
    expect(refusal(() => dense(3, { useBias: wrong('no') }))).toMatchInlineSnapshot(
      `"UsageError: dense: useBias must be true or false, got "no"."`,
    );
    expect(
      refusal(() => dense(3, { kernelInitializer: wrong<Initializer>('glorot_uniform') })),
    ).toMatchInlineSnapshot(
      `"UsageError: dense: kernelInitializer must be an initializer, such as heNormal, got "glorot_uniform"."`,
    );
    expect(refusal(() => dense(3, { biasInitializer: wrong(null) }))).toMatchInlineSnapshot(
      `"UsageError: dense: biasInitializer must be an initializer, such as heNormal, got null."`,
    );
  });

  it('conv2d', () => {
    expect(refusal(() => conv2d(-1, 3))).toMatchInlineSnapshot(
      `"UsageError: conv2d: filters must be a positive integer, got -1."`,
    );
    expect(refusal(() => conv2d(8, 0))).toMatchInlineSnapshot(
      `"UsageError: conv2d: kernelSize must be a positive integer or a pair of them, [height, width], got 0."`,
    );
    expect(refusal(() => conv2d(8, wrong([3, 3, 3])))).toMatchInlineSnapshot(
      `"UsageError: conv2d: kernelSize must be a positive integer or a pair of them, [height, width], got [3,3,3]."`,
    );
    expect(refusal(() => conv2d(8, [3, 0.5]))).toMatchInlineSnapshot(
      `"UsageError: conv2d: kernelSize must be a positive integer or a pair of them, [height, width], got [3,0.5]."`,
    );
    expect(refusal(() => conv2d(8, 3, { strides: 0 }))).toMatchInlineSnapshot(
      `"UsageError: conv2d: strides must be a positive integer or a pair of them, [height, width], got 0."`,
    );
    expect(refusal(() => conv2d(8, 3, { padding: wrong('full') }))).toMatchInlineSnapshot(
      `"UsageError: conv2d: padding must be one of 'valid', 'same', got "full"."`,
    );
    expect(refusal(() => conv2d(8, 3, { activation: wrong('swish') }))).toMatchInlineSnapshot(
      `"UsageError: conv2d: activation must be one of 'linear', 'relu', 'leakyRelu', 'elu', 'gelu', 'tanh', 'sigmoid', 'softmax', got "swish"."`,
    );
    expect(refusal(() => conv2d(8, 3, { useBias: wrong(1) }))).toMatchInlineSnapshot(
      `"UsageError: conv2d: useBias must be true or false, got 1."`,
    );
    expect(refusal(() => conv2d(8, 3, { kernelInitializer: wrong({}) }))).toMatchInlineSnapshot(
      `"UsageError: conv2d: kernelInitializer must be an initializer, such as heNormal, got {}."`,
    );
  });

  it('pooling', () => {
    expect(refusal(() => maxPool2d(0))).toMatchInlineSnapshot(
      `"UsageError: maxPool2d: poolSize must be a positive integer or a pair of them, [height, width], got 0."`,
    );
    expect(refusal(() => maxPool2d(2, { strides: -1 }))).toMatchInlineSnapshot(
      `"UsageError: maxPool2d: strides must be a positive integer or a pair of them, [height, width], got -1."`,
    );
    expect(refusal(() => averagePool2d(2, { padding: wrong('half') }))).toMatchInlineSnapshot(
      `"UsageError: averagePool2d: padding must be one of 'valid', 'same', got "half"."`,
    );
  });

  it('embedding, lstm', () => {
    expect(refusal(() => embedding(0, 4))).toMatchInlineSnapshot(
      `"UsageError: embedding: inputDim must be a positive integer, got 0."`,
    );
    expect(refusal(() => embedding(9, NaN))).toMatchInlineSnapshot(
      `"UsageError: embedding: outputDim must be a positive integer, got NaN."`,
    );
    expect(refusal(() => embedding(9, 4, { paddingIndex: -1 }))).toMatchInlineSnapshot(
      `"UsageError: embedding: paddingIndex must be an integer of at least 0, got -1."`,
    );
    expect(refusal(() => embedding(9, 4, { paddingIndex: 9 }))).toMatchInlineSnapshot(
      `"UsageError: embedding: paddingIndex must be one of the tokens 0 to 8, got 9."`,
    );
    expect(refusal(() => embedding(9, 4, { embeddingsInitializer: wrong('uniform') }))).toMatchInlineSnapshot(
      `"UsageError: embedding: embeddingsInitializer must be an initializer, such as heNormal, got "uniform"."`,
    );
    expect(refusal(() => lstm(Infinity))).toMatchInlineSnapshot(
      `"UsageError: lstm: units must be a positive integer, got Infinity."`,
    );
    expect(refusal(() => lstm(4, { returnSequences: wrong('yes') }))).toMatchInlineSnapshot(
      `"UsageError: lstm: returnSequences must be true or false, got "yes"."`,
    );
    expect(refusal(() => lstm(4, { recurrentInitializer: wrong(0) }))).toMatchInlineSnapshot(
      `"UsageError: lstm: recurrentInitializer must be an initializer, such as heNormal, got 0."`,
    );
  });

  it('the others', () => {
    expect(refusal(() => activation(wrong<ActivationName>('RELU')))).toMatchInlineSnapshot(
      `"UsageError: activation: name must be one of 'linear', 'relu', 'leakyRelu', 'elu', 'gelu', 'tanh', 'sigmoid', 'softmax', got "RELU"."`,
    );
    expect(refusal(() => dropout(1))).toMatchInlineSnapshot(
      `"UsageError: dropout: rate must be at least 0 and below 1, got 1."`,
    );
    expect(refusal(() => dropout(-0.1))).toMatchInlineSnapshot(
      `"UsageError: dropout: rate must be at least 0 and below 1, got -0.1."`,
    );
    expect(refusal(() => dropout(NaN))).toMatchInlineSnapshot(
      `"UsageError: dropout: rate must be at least 0 and below 1, got NaN."`,
    );
    expect(refusal(() => batchNormalization({ momentum: 1 }))).toMatchInlineSnapshot(
      `"UsageError: batchNormalization: momentum must be at least 0 and below 1, got 1."`,
    );
    expect(refusal(() => batchNormalization({ epsilon: 0 }))).toMatchInlineSnapshot(
      `"UsageError: batchNormalization: epsilon must be a positive number, got 0."`,
    );
    expect(refusal(() => layerNormalization({ epsilon: -1 }))).toMatchInlineSnapshot(
      `"UsageError: layerNormalization: epsilon must be a positive number, got -1."`,
    );
    expect(refusal(() => rescaling(NaN))).toMatchInlineSnapshot(
      `"UsageError: rescaling: scale must be a finite number, got NaN."`,
    );
    expect(refusal(() => rescaling(1, { offset: Infinity }))).toMatchInlineSnapshot(
      `"UsageError: rescaling: offset must be a finite number, got Infinity."`,
    );
  });
});

describe('options of losses, optimizers, schedules and selectors', () => {
  it('losses', () => {
    expect(refusal(() => softmaxCrossEntropy({ labelSmoothing: 1 }))).toMatchInlineSnapshot(
      `"UsageError: softmaxCrossEntropy: labelSmoothing must be at least 0 and below 1, got 1."`,
    );
    expect(refusal(() => huber({ delta: 0 }))).toMatchInlineSnapshot(
      `"UsageError: huber: delta must be a positive number, got 0."`,
    );
  });

  it('optimizers', () => {
    expect(refusal(() => sgd({ learningRate: 0 }))).toMatchInlineSnapshot(
      `"UsageError: sgd: learningRate must be a positive number, got 0."`,
    );
    expect(refusal(() => sgd({ learningRate: wrong('0.1') }))).toMatchInlineSnapshot(
      `"UsageError: sgd: learningRate must be a positive number, got "0.1"."`,
    );
    expect(refusal(() => sgd({ momentum: 1 }))).toMatchInlineSnapshot(
      `"UsageError: sgd: momentum must be at least 0 and below 1, got 1."`,
    );
    expect(refusal(() => sgd({ nesterov: wrong('yes') }))).toMatchInlineSnapshot(
      `"UsageError: sgd: nesterov must be true or false, got "yes"."`,
    );
    expect(refusal(() => sgd({ weightDecay: -0.1 }))).toMatchInlineSnapshot(
      `"UsageError: sgd: weightDecay must be a number of at least 0, got -0.1."`,
    );
    expect(refusal(() => adam({ beta1: 1.5 }))).toMatchInlineSnapshot(
      `"UsageError: adam: beta1 must be at least 0 and below 1, got 1.5."`,
    );
    expect(refusal(() => adam({ beta2: -1 }))).toMatchInlineSnapshot(
      `"UsageError: adam: beta2 must be at least 0 and below 1, got -1."`,
    );
    expect(refusal(() => adam({ epsilon: 0 }))).toMatchInlineSnapshot(
      `"UsageError: adam: epsilon must be a positive number, got 0."`,
    );
    expect(refusal(() => adam({ globalClipNorm: 0 }))).toMatchInlineSnapshot(
      `"UsageError: adam: globalClipNorm must be a positive number, got 0."`,
    );
    expect(refusal(() => adamW({ weightDecay: NaN }))).toMatchInlineSnapshot(
      `"UsageError: adamW: weightDecay must be a number of at least 0, got NaN."`,
    );
    expect(refusal(() => rmsprop({ rho: 2 }))).toMatchInlineSnapshot(
      `"UsageError: rmsprop: rho must be at least 0 and below 1, got 2."`,
    );
    expect(refusal(() => rmsprop({ learningRate: -1 }))).toMatchInlineSnapshot(
      `"UsageError: rmsprop: learningRate must be a positive number, got -1."`,
    );
  });

  it('schedules', () => {
    const initialLearningRate = 0.1;
    expect(
      refusal(() => stepDecay({ initialLearningRate: 0, decaySteps: 1, decayRate: 0.5 })),
    ).toMatchInlineSnapshot(`"UsageError: stepDecay: initialLearningRate must be a positive number, got 0."`);
    expect(
      refusal(() => stepDecay({ initialLearningRate, decaySteps: 0, decayRate: 0.5 })),
    ).toMatchInlineSnapshot(`"UsageError: stepDecay: decaySteps must be a positive integer, got 0."`);
    expect(
      refusal(() => stepDecay({ initialLearningRate, decaySteps: 1, decayRate: -1 })),
    ).toMatchInlineSnapshot(`"UsageError: stepDecay: decayRate must be a positive number, got -1."`);
    expect(
      refusal(() => cosineDecay({ initialLearningRate, decaySteps: 10, alpha: 2 })),
    ).toMatchInlineSnapshot(`"UsageError: cosineDecay: alpha must be from 0 to 1, got 2."`);
    expect(refusal(() => cosineDecay({ initialLearningRate, decaySteps: 1.5 }))).toMatchInlineSnapshot(
      `"UsageError: cosineDecay: decaySteps must be a positive integer, got 1.5."`,
    );
    expect(refusal(() => warmUp(0.1, { steps: -1 }))).toMatchInlineSnapshot(
      `"UsageError: warmUp: steps must be an integer of at least 0, got -1."`,
    );
    expect(refusal(() => warmUp(-0.1, { steps: 5 }))).toMatchInlineSnapshot(
      `"UsageError: warmUp: learningRate must be a positive number, got -0.1."`,
    );
    expect(refusal(() => warmUp(0.1, { steps: 5, start: -1 }))).toMatchInlineSnapshot(
      `"UsageError: warmUp: start must be a number of at least 0, got -1."`,
    );
  });

  it('a schedule that gives no rate', async () => {
    const optimizer = sgd({ learningRate: (step) => (step < 2 ? 0.1 : NaN) });
    expect(await trainWith({ optimizer })).toMatchInlineSnapshot(
      `"UsageError: The schedule of sgd gave the learning rate NaN for step 2; it must give a number of at least 0."`,
    );
  });

  it('selectors', () => {
    expect(refusal(() => highestLoss({ top: 1.1 }))).toMatchInlineSnapshot(
      `"UsageError: highestLoss: top must be from 0 to 1, got 1.1."`,
    );
    expect(refusal(() => highestLoss({ explore: -0.1 }))).toMatchInlineSnapshot(
      `"UsageError: highestLoss: explore must be from 0 to 1, got -0.1."`,
    );
  });
});

describe('shapes between layers', () => {
  const model = (inputShape: readonly number[], ...layers: Layer[]) =>
    refusal(() => sequential(layers, { inputShape }));

  it('an input that is none', () => {
    expect(model([4])).toMatchInlineSnapshot(
      `"UsageError: sequential: a model needs at least one layer, got none."`,
    );
    expect(model([28, 0], dense(3))).toMatchInlineSnapshot(
      `"UsageError: sequential: inputShape must be an array of positive integers, got [28,0]."`,
    );
    expect(model([2.5], dense(3))).toMatchInlineSnapshot(
      `"UsageError: sequential: inputShape must be an array of positive integers, got [2.5]."`,
    );
    expect(model(wrong(4), dense(3))).toMatchInlineSnapshot(
      `"UsageError: sequential: inputShape must be an array of positive integers, got 4."`,
    );
    expect(model(wrong(undefined), dense(3))).toMatchInlineSnapshot(
      `"UsageError: sequential: inputShape must be an array of positive integers, got undefined."`,
    );
  });

  it('a layer that needs other samples', () => {
    expect(model([], dense(3))).toMatchInlineSnapshot(
      `"ShapeError: Dense needs samples with at least one axis; give the model an inputShape such as [4]."`,
    );
    expect(model([28, 28], conv2d(8, 3))).toMatchInlineSnapshot(
      `"ShapeError: Conv2D needs images of shape [height, width, channels], but its input has the shape [28, 28]; give the model an inputShape such as [28, 28, 1]."`,
    );
    expect(model([28, 28, 1], dense(3), lstm(4))).toMatchInlineSnapshot(
      `"ShapeError: LSTM needs sequences of shape [steps, features], but its input has the shape [28, 28, 3]; put an embedding before it, or reshape the samples."`,
    );
    expect(model([10], maxPool2d(2))).toMatchInlineSnapshot(
      `"ShapeError: MaxPooling2D needs images of shape [height, width, channels], but its input has the shape [10]; give the model an inputShape such as [28, 28, 1]."`,
    );
    expect(model([10], globalAveragePool2d())).toMatchInlineSnapshot(
      `"ShapeError: GlobalAveragePooling2D needs images of shape [height, width, channels], but its input has the shape [10]; give the model an inputShape such as [28, 28, 1]."`,
    );
    expect(model([2, 2, 1], conv2d(8, 3))).toMatchInlineSnapshot(
      `"ShapeError: A window of 3×3 does not fit into an image of 2×2; make the window smaller or use padding: 'same'."`,
    );
    expect(model([5, 5, 1], conv2d(8, 3), maxPool2d(4))).toMatchInlineSnapshot(
      `"ShapeError: A window of 4×4 does not fit into an image of 3×3; make the window smaller or use padding: 'same'."`,
    );
    expect(model([10], lstm(3))).toMatchInlineSnapshot(
      `"ShapeError: LSTM needs sequences of shape [steps, features], but its input has the shape [10]; put an embedding before it, or reshape the samples."`,
    );
    expect(model([5], dense(4), embedding(9, 4))).toMatchInlineSnapshot(
      `"ShapeError: Embedding takes tokens, so it must be the first layer, but it comes after Dense; move it to the front."`,
    );
  });
});

describe('data', () => {
  const data = (changed: Partial<Dataset>) => trainWith({ trainingSet: { ...toy.dataset, ...changed } });
  const { features, labels } = toy.dataset;
  const featuresWith = (value: number, place = 9) => {
    const changed = Float32Array.from(features);
    changed[place] = value;
    return changed;
  };
  const labelsWith = (value: number, place = 5) => {
    const changed = Int32Array.from(labels);
    changed[place] = value;
    return changed;
  };

  it('that is empty or does not add up', async () => {
    expect(await data({ features: new Float32Array(0), labels: new Int32Array(0) })).toMatchInlineSnapshot(
      `"DataError: The data set "measurements" is empty; it needs at least one sample."`,
    );
    expect(await data({ features: features.subarray(1) })).toMatchInlineSnapshot(
      `"DataError: The data set "measurements" holds 95 feature values, which is not a multiple of the sample shape [4]; give every sample all of its features."`,
    );
    expect(await data({ labels: labels.subarray(1) })).toMatchInlineSnapshot(
      `"DataError: The data set "measurements" has 24 samples but 23 labels; give one label a sample."`,
    );
    expect(await data({ labels: new Int32Array(0) })).toMatchInlineSnapshot(
      `"DataError: The data set "measurements" has 24 samples but 0 labels; give one label a sample."`,
    );
    expect(await data({ sampleShape: [0] })).toMatchInlineSnapshot(
      `"DataError: The data set "measurements" holds 96 feature values, which is not a multiple of the sample shape [0]; give every sample all of its features."`,
    );
  });

  it('of a wrong type', async () => {
    expect(await data({ features: wrong(Array.from(features)) })).toMatchInlineSnapshot(
      `"DataError: The features of "measurements" must be of the type Uint8Array or Float32Array or Int32Array, got Array; convert them."`,
    );
    expect(await data({ features: wrong(Float64Array.from(features)) })).toMatchInlineSnapshot(
      `"DataError: The features of "measurements" must be of the type Uint8Array or Float32Array or Int32Array, got Float64Array; convert them."`,
    );
    expect(await data({ labels: wrong(Uint8Array.from(labels)) })).toMatchInlineSnapshot(
      `"DataError: The labels of "measurements" must be of the type Int32Array or Float32Array, got Uint8Array; convert them."`,
    );
    expect(await data({ labels: wrong(undefined) })).toMatchInlineSnapshot(
      `"DataError: The labels of "measurements" must be of the type Int32Array or Float32Array, got undefined; convert them."`,
    );
  });

  it('that is not finite', async () => {
    expect(await data({ features: featuresWith(NaN) })).toMatchInlineSnapshot(
      `"DataError: Sample 2 of "measurements" has the feature value NaN; replace or remove values that are not finite numbers."`,
    );
    expect(await data({ features: featuresWith(-Infinity, 0) })).toMatchInlineSnapshot(
      `"DataError: Sample 0 of "measurements" has the feature value -Infinity; replace or remove values that are not finite numbers."`,
    );
    const regression = regressionToy();
    const targets = Float32Array.from(regression.dataset.labels);
    targets[3] = Infinity;
    expect(
      await trainWith({ ...regression, trainingSet: { ...regression.dataset, labels: targets } }),
    ).toMatchInlineSnapshot(
      `"DataError: Sample 3 of "measurements" has the label value Infinity; replace or remove values that are not finite numbers."`,
    );
  });

  it('with labels out of range', async () => {
    expect(await data({ labels: labelsWith(3) })).toMatchInlineSnapshot(
      `"DataError: Sample 5 of "measurements" has the label 3, but the model's output tells the classes 0 to 2 apart; give labels from that range, or more outputs."`,
    );
    expect(await data({ labels: labelsWith(-1) })).toMatchInlineSnapshot(
      `"DataError: Sample 5 of "measurements" has the label -1, but the model's output tells the classes 0 to 2 apart; give labels from that range, or more outputs."`,
    );
    const classNames = ['a', 'b', 'c'];
    expect(await data({ labels: labelsWith(3), classNames })).toMatchInlineSnapshot(
      `"DataError: Sample 5 of "measurements" has the label 3, but there are 3 classes; labels are integers from 0 to 2."`,
    );
    expect(await data({ labels: Float32Array.from(labelsWith(1)) })).toMatchInlineSnapshot(
      `"UsageError: softmaxCrossEntropy needs integer labels (an Int32Array), but those of "measurements" are floats; use a regression loss such as squaredError, or give class indices."`,
    );
    const fractional = Float32Array.from(labels, (label) => label + 0.5);
    expect(await data({ labels: fractional })).toMatchInlineSnapshot(
      `"UsageError: softmaxCrossEntropy needs integer labels (an Int32Array), but those of "measurements" are floats; use a regression loss such as squaredError, or give class indices."`,
    );
    const one = sequential([dense(1)], { inputShape: [4] });
    const binary = (trainingSet: Dataset, model = one) =>
      trainWith({ model, loss: binaryCrossEntropy(), trainingSet });
    expect(await binary({ ...toy.dataset, labels: labelsWith(2, 2) })).toMatchInlineSnapshot(
      `"DataError: Sample 2 of "measurements" has the label 2, but the model's output tells the classes 0 to 1 apart; give labels from that range, or more outputs."`,
    );
    const five = sequential([dense(5)], { inputShape: [4] });
    const several = new Int32Array(5 * 24).fill(1);
    several[13] = 3;
    expect(await binary({ ...toy.dataset, labels: several }, five)).toMatchInlineSnapshot(
      `"DataError: Sample 2 of "measurements" has the label 3, but the model's output tells the classes 0 to 1 apart; give labels from that range, or more outputs."`,
    );
    expect(
      await binary({ ...toy.dataset, labels: several, classNames: ['no', 'yes'] }, five),
    ).toMatchInlineSnapshot(
      `"DataError: Sample 2 of "measurements" has the label 3, but there are 2 classes; labels are integers from 0 to 1."`,
    );
  });

  it('with tokens out of range', async () => {
    const { model, dataset, loss } = recurrentToy();
    const tokens = async (token: number, type: typeof Int32Array | typeof Float32Array = Int32Array) => {
      const changed = type.from(dataset.features);
      changed[20] = token;
      return trainWith({ model, loss, trainingSet: { ...dataset, features: changed } });
    };
    expect(await tokens(10)).toMatchInlineSnapshot(
      `"DataError: The data set "sentences" holds the token 10, but the embedding has the tokens 0 to 9; give it a larger inputDim, or map rare tokens to one of their own."`,
    );
    expect(await tokens(-1)).toMatchInlineSnapshot(
      `"DataError: The data set "sentences" holds the token -1, but the embedding has the tokens 0 to 9; give it a larger inputDim, or map rare tokens to one of their own."`,
    );
    expect(await tokens(1.5, Float32Array)).toMatchInlineSnapshot(
      `"DataError: The data set "sentences" holds the token 1.5, but the embedding has the tokens 0 to 9; give it a larger inputDim, or map rare tokens to one of their own."`,
    );
  });

  it('that does not fit the model', async () => {
    expect(await data({ sampleShape: [2, 2] })).toMatchInlineSnapshot(
      `"ShapeError: The model takes samples of shape [4], but those of "measurements" have the shape [2, 2]; set the model's inputShape to that."`,
    );
    const evaluationSet = { ...toy.dataset, sampleShape: [2] };
    expect(await trainWith({ evaluationSet })).toMatchInlineSnapshot(
      `"DataError: The data set "measurements" has 48 samples but 24 labels; give one label a sample."`,
    );
    const model = sequential([dense(2)], { inputShape: [4] });
    expect(await trainWith({ model })).toMatchInlineSnapshot(
      `"DataError: Sample 2 of "measurements" has the label 2, but the model's output tells the classes 0 to 1 apart; give labels from that range, or more outputs."`,
    );
    const classNames = ['a', 'b', 'c'];
    expect(await trainWith({ model, trainingSet: { ...toy.dataset, classNames } })).toMatchInlineSnapshot(
      `"ShapeError: softmaxCrossEntropy needs one output a class (3), but the model's output has the shape [2]; end the model in dense(3)."`,
    );
    const two = { ...toy.dataset, labels: new Int32Array(48) };
    expect(await trainWith({ trainingSet: two })).toMatchInlineSnapshot(
      `"ShapeError: softmaxCrossEntropy needs one label a sample, but the data has 2; use binaryCrossEntropy for several."`,
    );
  });

  it('that does not fit the loss', async () => {
    const single = sequential([dense(1)], { inputShape: [4] });
    const unflattened = sequential([dense(3)], { inputShape: [2, 2] });
    expect(await trainWith({ model: single })).toMatchInlineSnapshot(
      `"ShapeError: softmaxCrossEntropy needs one output a class, but the model's output has the shape [1]; end the model in dense(classes)."`,
    );
    expect(
      await trainWith({ model: unflattened, trainingSet: { ...toy.dataset, sampleShape: [2, 2] } }),
    ).toMatchInlineSnapshot(
      `"ShapeError: softmaxCrossEntropy needs one output a class, but the model's output has the shape [2, 3]; end the model in dense(classes)."`,
    );
    expect(await trainWith({ loss: squaredError() })).toMatchInlineSnapshot(
      `"ShapeError: squaredError needs one output a target value (1), but the model's output has the shape [3]; end the model in dense(1)."`,
    );
    expect(await trainWith({ loss: huber() })).toMatchInlineSnapshot(
      `"ShapeError: huber needs one output a target value (1), but the model's output has the shape [3]; end the model in dense(1)."`,
    );
    expect(await trainWith({ loss: binaryCrossEntropy() })).toMatchInlineSnapshot(
      `"ShapeError: binaryCrossEntropy needs one output a label (1), but the model's output has the shape [3]; end the model in dense(1)."`,
    );
    const trainingSet = { ...toy.dataset, classNames: ['a', 'b', 'c'] };
    expect(await trainWith({ model: single, loss: binaryCrossEntropy(), trainingSet })).toMatchInlineSnapshot(
      `"ShapeError: binaryCrossEntropy tells two classes apart, but the data has 3; use softmaxCrossEntropy."`,
    );
  });

  it('that does not fit the metric', async () => {
    const regression = regressionToy();
    const measured = (changed: Partial<TrainOptions>) =>
      trainWith({ evaluationSet: changed.trainingSet ?? toy.dataset, ...changed });
    const binary = {
      model: regression.model,
      loss: binaryCrossEntropy(),
      trainingSet: { ...toy.dataset, labels: new Int32Array(24) },
    };
    expect(await measured({ ...binary, metrics: [accuracy()] })).toMatchInlineSnapshot(
      `"ShapeError: accuracy needs one label and several outputs a sample, got 1 and 1; use another metric, such as binaryAccuracy."`,
    );
    expect(await measured({ metrics: [binaryAccuracy()] })).toMatchInlineSnapshot(
      `"ShapeError: binaryAccuracy needs one output a label (1), but the model has 3 outputs; use another metric, such as accuracy."`,
    );
    expect(await measured({ metrics: [meanAbsoluteError()] })).toMatchInlineSnapshot(
      `"ShapeError: meanAbsoluteError needs one output a label (1), but the model has 3 outputs; use another metric, such as accuracy."`,
    );
    expect(await measured({ metrics: [r2()] })).toMatchInlineSnapshot(
      `"ShapeError: r2 needs one output a label (1), but the model has 3 outputs; use another metric, such as accuracy."`,
    );
    const two = sequential([dense(2)], { inputShape: [4] });
    const targets = { ...toy.dataset, labels: new Float32Array(48) };
    expect(
      await measured({ model: two, trainingSet: targets, loss: squaredError(), metrics: [accuracy()] }),
    ).toMatchInlineSnapshot(
      `"ShapeError: accuracy needs one label and several outputs a sample, got 2 and 2; use another metric, such as binaryAccuracy."`,
    );
  });

  it.each(['softmax', 'sigmoid'] as const)(
    'of a model that ends in a %s, before a loss of logits',
    async (last) => {
      for (const layers of [[dense(3, { activation: last })], [dense(3), activation(last)]]) {
        const model = sequential(layers, { inputShape: [4] });
        const error = `UsageError: softmaxCrossEntropy takes logits, but the model ends in a ${last}; remove that last activation.`;
        expect(await trainWith({ model })).toBe(error);
        const weights = model.initialize(1);
        const { dataset, loss } = toy;
        expect(await asyncRefusal(evaluate({ model, dataset, loss, metrics: [], weights }))).toBe(error);
      }
    },
  );
});

describe('options of train', () => {
  const evaluationSet = toy.dataset;

  it('numbers', async () => {
    expect(await trainWith({ batchSize: 0 })).toMatchInlineSnapshot(
      `"UsageError: train: batchSize must be a positive integer, got 0."`,
    );
    expect(await trainWith({ batchSize: 2.5 })).toMatchInlineSnapshot(
      `"UsageError: train: batchSize must be a positive integer, got 2.5."`,
    );
    expect(await trainWith({ batchSize: 25 })).toMatchInlineSnapshot(
      `"UsageError: train: batchSize 25 is larger than the training set, which has 24 samples; give a smaller one."`,
    );
    expect(await trainWith({ evaluateEvery: 0 })).toMatchInlineSnapshot(
      `"UsageError: train: evaluateEvery must be a positive integer, got 0."`,
    );
    expect(await trainWith({ seed: -1 })).toMatchInlineSnapshot(
      `"UsageError: train: seed must be an integer of at least 0, got -1."`,
    );
    expect(await trainWith({ threads: 0 })).toMatchInlineSnapshot(
      `"UsageError: train: threads must be a positive integer, got 0."`,
    );
    expect(await trainWith({ checkpoint: { save: async () => {}, everySeconds: -1 } })).toMatchInlineSnapshot(
      `"UsageError: train: checkpoint: everySeconds must be a number of at least 0, got -1."`,
    );
  });

  it('when to stop', async () => {
    expect(await trainWith({ stop: {} })).toMatchInlineSnapshot(
      `"UsageError: train: stop is empty, so training would never end; give epochs, seconds, a target or patience."`,
    );
    expect(await trainWith({ stop: { epochs: 0 } })).toMatchInlineSnapshot(
      `"UsageError: train: stop: epochs must be a positive number, got 0."`,
    );
    expect(await trainWith({ stop: { seconds: NaN } })).toMatchInlineSnapshot(
      `"UsageError: train: stop: seconds must be a positive number, got NaN."`,
    );
    expect(await trainWith({ stop: { patience: 1.5 }, evaluationSet })).toMatchInlineSnapshot(
      `"UsageError: train: stop: patience must be a positive integer, got 1.5."`,
    );
    expect(await trainWith({ stop: { patience: 3 } })).toMatchInlineSnapshot(
      `"UsageError: train: stop at a target or by patience needs an evaluationSet to measure on; give one."`,
    );
    const target = { metric: 'accuracy', value: 0.9 };
    expect(await trainWith({ stop: { target } })).toMatchInlineSnapshot(
      `"UsageError: train: stop at a target or by patience needs an evaluationSet to measure on; give one."`,
    );
    expect(await trainWith({ stop: { target }, evaluationSet })).toMatchInlineSnapshot(
      `"UsageError: train: the target's metric is "accuracy", but what is measured is loss; name one of these, or add the metric."`,
    );
    expect(
      await trainWith({ stop: { target }, evaluationSet, metrics: [binaryAccuracy()] }),
    ).toMatchInlineSnapshot(
      `"UsageError: train: the target's metric is "accuracy", but what is measured is loss, binaryAccuracy; name one of these, or add the metric."`,
    );
    expect(
      await trainWith({ stop: { target: { ...target, value: NaN } }, evaluationSet, metrics: [accuracy()] }),
    ).toMatchInlineSnapshot(`"UsageError: train: stop: target: value must be a finite number, got NaN."`);
  });

  it('signals that the loss does not have', async () => {
    const { model, dataset, loss } = regressionToy();
    const selector = (): BatchSelector => ({
      name: 'curious',
      needs: ['margin'],
      select: () => ({ indices: Uint32Array.of(0) }),
    });
    expect(await trainWith({ model, trainingSet: dataset, loss, selector })).toMatchInlineSnapshot(
      `"UsageError: The selector needs correct or margin, but squaredError has no classes; use a selector that needs neither."`,
    );
  });

  it('weights of another model', async () => {
    const { model, dataset, loss } = toy;
    const weights = recurrentToy().model.initialize(1);
    const refused = await trainWith({ initialWeights: weights });
    expect(refused).toMatchInlineSnapshot(
      `"ShapeError: The model has 51 parameters and 0 statistics, but the weights given have 258 and 0; give weights of a model with the same layers."`,
    );
    const { features } = dataset;
    expect(await asyncRefusal(predict({ model, weights, features }))).toBe(refused);
    expect(await asyncRefusal(evaluate({ model, dataset, loss, metrics: [], weights }))).toBe(refused);
    expect(refusal(() => exportOnnx({ model, weights }))).toBe(refused);
    expect(refusal(() => encodeWeights(model, weights))).toBe(refused);
  });

  it('samples to predict', async () => {
    const { model } = toy;
    const weights = model.initialize(1);
    const predicting = (features: Dataset['features']) => asyncRefusal(predict({ model, weights, features }));
    expect(await predicting(new Float32Array(0))).toMatchInlineSnapshot(
      `"DataError: The data set "samples to predict" is empty; it needs at least one sample."`,
    );
    expect(await predicting(new Float32Array(7))).toMatchInlineSnapshot(
      `"DataError: The data set "samples to predict" holds 7 feature values, which is not a multiple of the sample shape [4]; give every sample all of its features."`,
    );
    expect(await predicting(Float32Array.of(0, NaN, 0, 0))).toMatchInlineSnapshot(
      `"DataError: Sample 0 of "samples to predict" has the feature value NaN; replace or remove values that are not finite numbers."`,
    );
  });
});

/** What a run that ends in an error leaves behind. */
async function failedRun(changed: Partial<TrainOptions>) {
  const saved: Uint8Array[] = [];
  const error: unknown = await train({
    ...options,
    checkpoint: { save: async (bytes) => void saved.push(bytes) },
    ...changed,
  }).catch((thrown: unknown) => thrown);
  const message = told(error);
  const { partialResult } = error as { partialResult: TrainingResult };
  return { error, message, partialResult, saved };
}

describe('a selector', () => {
  /** Good for two steps, and then what is given. */
  const after2 = (third: () => Batch | Promise<Batch>, more: Partial<BatchSelector> = {}) => {
    let step = 0;
    return (): BatchSelector => ({
      name: 'mine',
      select: () => (step++ < 2 ? { indices: Uint32Array.of(0, 1) } : third()),
      ...more,
    });
  };
  const gives = async (batch: unknown) => {
    const { error, message, partialResult, saved } = await failedRun({
      selector: after2(() => batch as Batch),
    });
    expect(error).toBeInstanceOf(SelectorError);
    // The two steps before it are kept, and can be gone on from.
    expect(partialResult.history.batchLosses.length).toBe(2);
    expect(partialResult.cost.samples.trained).toBe(4);
    expect(partialResult.stoppedBy).toBe('error');
    expect(partialResult.weights.parameters).not.toEqual(toy.model.initialize(0).parameters);
    expect(saved.length).toBe(1);
    const selector = (): BatchSelector => ({ name: 'mine', select: () => ({ indices: Uint32Array.of(0) }) });
    const resumed = await train({ ...options, selector, resume: saved[0] });
    expect(resumed.history.batchLosses.slice(0, 2)).toEqual(partialResult.history.batchLosses);
    return message;
  };
  const indices = Uint32Array.of(3, 7);

  it('that gives unusable indices', async () => {
    expect(await gives({ indices: Uint32Array.of(0, 24) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the index 24 at step 2; the 24 samples have the indices 0 to 23."`,
    );
    expect(await gives({ indices: new Uint32Array(0) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave an empty batch at step 2; a batch has at least one sample."`,
    );
    expect(await gives({ indices: new Uint32Array(5) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave 5 samples at step 2; a batch has at most batchSize (4) of them."`,
    );
    expect(await gives({ indices: [0, 1] })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave indices that are not a Uint32Array at step 2; use Uint32Array.from(indices)."`,
    );
    expect(await gives({ indices: Int32Array.of(-1) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave indices that are not a Uint32Array at step 2; use Uint32Array.from(indices)."`,
    );
    expect(await gives({})).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave no batch at step 2; select() must return { indices }."`,
    );
    expect(await gives(undefined)).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave no batch at step 2; select() must return { indices }."`,
    );
    expect(await gives(Promise.resolve(null))).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave no batch at step 2; select() must return { indices }."`,
    );
  });

  it('that gives unusable weights', async () => {
    expect(await gives({ indices, weights: Float32Array.of(1, NaN) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the weight NaN for sample 7 at step 2; weights are finite and not negative."`,
    );
    expect(await gives({ indices, weights: Float32Array.of(Infinity, 1) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the weight Infinity for sample 3 at step 2; weights are finite and not negative."`,
    );
    expect(await gives({ indices, weights: Float32Array.of(1, -1) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the weight -1 for sample 7 at step 2; weights are finite and not negative."`,
    );
    expect(await gives({ indices, weights: Float32Array.of(0, 0) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave weights that are all 0 at step 2; at least one must be positive."`,
    );
    expect(await gives({ indices, weights: Float32Array.of(1) })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave weights of length 1 for 2 samples at step 2; give one weight a sample."`,
    );
    expect(await gives({ indices, weights: [1, 1] })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave weights that are not a Float32Array at step 2; use Float32Array.from(weights)."`,
    );
    expect(await gives({ indices, divisor: 0 })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the divisor 0 at step 2; it must be a positive number."`,
    );
    expect(await gives({ indices, divisor: NaN })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the divisor NaN at step 2; it must be a positive number."`,
    );
    expect(await gives({ indices, learningRateScale: 0 })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the learningRateScale 0 at step 2; it must be a positive number."`,
    );
    expect(await gives({ indices, learningRateScale: Infinity })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the learningRateScale Infinity at step 2; it must be a positive number."`,
    );
    expect(await gives({ indices, scheduleSteps: 0 })).toMatchInlineSnapshot(
      `"SelectorError: The selector "mine" gave the scheduleSteps 0 at step 2; it must be a positive number."`,
    );
  });

  it('that throws', async () => {
    const cause = new RangeError('there is no sample left');
    const throwing = () => {
      throw cause;
    };
    const inSelect = await failedRun({ selector: after2(throwing) });
    expect(inSelect.message).toMatchInlineSnapshot(
      `"SelectorError: The select() of the selector "mine" failed at step 2 (there is no sample left); mend its code."`,
    );
    expect((inSelect.error as Error).cause).toBe(cause);
    expect(inSelect.partialResult.history.batchLosses.length).toBe(2);
    expect(inSelect.saved.length).toBe(1);
    const rejecting = await failedRun({ selector: after2(() => Promise.reject(cause)) });
    expect(rejecting.message).toBe(inSelect.message);

    let steps = 0;
    const observe = () => {
      if (++steps === 3) throw cause;
    };
    const inObserve = await failedRun({ selector: after2(() => ({ indices }), { observe }) });
    expect(inObserve.message).toMatchInlineSnapshot(
      `"SelectorError: The observe() of the selector "mine" failed at step 2 (there is no sample left); mend its code."`,
    );
    expect(inObserve.partialResult.history.batchLosses.length).toBe(2);
    // The weights know of the third step, the progress does not: nothing to go on from.
    expect(inObserve.saved).toEqual([]);
  });

  it('that asks for impossible scores', async () => {
    const asking = async (asked: unknown) => {
      const { message } = await failedRun({
        selector: () => ({
          name: 'mine',
          select: async ({ score }) => {
            await score(asked as Uint32Array);
            return { indices };
          },
        }),
      });
      return message;
    };
    expect(await asking(Uint32Array.of(1, 24))).toMatchInlineSnapshot(
      `"UsageError: score: the index 24 is none of the 24 samples; give 0 to 23."`,
    );
    expect(await asking(new Uint32Array(0))).toMatchInlineSnapshot(
      `"UsageError: score: the indices must be a Uint32Array of at least one; give some."`,
    );
    expect(await asking([1, 2])).toMatchInlineSnapshot(
      `"UsageError: score: the indices must be a Uint32Array of at least one; give some."`,
    );
  });
});

describe('a loss that becomes NaN', () => {
  const { model, dataset, loss } = regressionToy();
  const diverging: Partial<TrainOptions> = {
    model: sequential([dense(4), dense(1)], { inputShape: model.inputShape }),
    ...{ trainingSet: dataset, loss, selector: sequentialOrder() },
  };

  it('ends the run, which keeps what it had', async () => {
    const optimizer = sgd({ learningRate: 100 });
    const { error, message, partialResult, saved } = await failedRun({
      ...diverging,
      ...{ optimizer, stop: { epochs: 100 } },
    });
    expect(error).toBeInstanceOf(DivergenceError);
    expect(message).toMatch(
      /^DivergenceError: The loss became (Infinity|NaN) at step \d+ \(learning rate 100\); lower the learning rate, or give the optimizer a globalClipNorm\.$/,
    );
    expect(partialResult.history.batchLosses.length).toBeGreaterThan(1);
    expect(partialResult.history.batchLosses.every(Number.isFinite)).toBe(true);
    expect(saved).toEqual([]);
  });

  it('ends it even if no further step would show it', async () => {
    const optimizer = sgd({ learningRate: 1e38 });
    const run = { ...diverging, optimizer, stop: { epochs: 0.1 } };
    expect((await failedRun(run)).message).toMatchInlineSnapshot(
      `"DivergenceError: The weights are no longer finite numbers after step 1; lower the learning rate, or give the optimizer a globalClipNorm."`,
    );
    const evaluated = await failedRun({ ...run, evaluationSet: dataset });
    expect(evaluated.message).toBe((await failedRun(run)).message);
    expect(evaluated.partialResult.history.batchLosses.length).toBe(1);
    expect(evaluated.saved).toEqual([]);
  });

  it('never replaces a sound checkpoint', async () => {
    const optimizer = sgd({ learningRate: (step) => (step < 3 ? 1e-9 : 1e38) });
    const features = dataset.features.map((x) => 1000 * x);
    const saved: Uint8Array[] = [];
    const checkpoint = { save: async (bytes: Uint8Array) => void saved.push(bytes), everySeconds: 0 };
    const run = {
      ...{ ...options, ...diverging, optimizer, stop: { epochs: 9 } },
      trainingSet: { ...dataset, features },
    };
    await expect(train({ ...run, checkpoint })).rejects.toThrow(DivergenceError);
    const resumed = await train({ ...run, stop: { epochs: 0.1 }, resume: saved.at(-1) });
    expect(resumed.cost.steps).toBe(3);
    expect(resumed.weights.parameters.every(Number.isFinite)).toBe(true);
  });
});

describe('files', () => {
  const { model } = toy;
  const weights = model.initialize(1);
  /** The message with the folder, which has another name every time, left out. */
  const without = (folder: string, message: string) => message.replaceAll(folder, '…');

  it('that cannot be written or read', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const saving = async (...path: string[]) =>
        without(folder, await asyncRefusal(saveWeights(join(folder, ...path), model, weights)));
      const loading = async (...path: string[]) =>
        without(folder, await asyncRefusal(loadWeights(join(folder, ...path), model)));
      expect(await saving()).toMatchInlineSnapshot(
        `"DataError: Cannot write …: it is a folder; give a file name."`,
      );
      expect(await saving('file', 'below')).toMatchInlineSnapshot(
        `"DataError: Cannot write …/file/below: part of the path is not a folder; check the path."`,
      );
      expect(await saving('file', 'below', 'further')).toMatchInlineSnapshot(
        `"DataError: Cannot write …/file/below/further: part of the path is not a folder; check the path."`,
      );
      expect(await loading()).toMatchInlineSnapshot(
        `"DataError: Cannot read …: it is a folder; give a file name."`,
      );
      expect(await loading('missing')).toMatchInlineSnapshot(
        `"DataError: Cannot read …/missing: there is no such file or folder; check the path."`,
      );
      expect(await loading('file', 'below')).toMatchInlineSnapshot(
        `"DataError: Cannot read …/file/below: part of the path is not a folder; check the path."`,
      );
      expect(await loading('file')).toMatchInlineSnapshot(
        `"FileFormatError: The file of weights is not a sound safetensors file (it has only 0 bytes); use another copy of it."`,
      );
      const onnx = saveOnnx(join(folder, 'file', 'below'), { model, weights });
      expect(without(folder, await asyncRefusal(onnx))).toBe(await saving('file', 'below'));
    }));

  it('for checkpoints that cannot be written end the run, which keeps what it had', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const path = join(folder, 'file', 'checkpoint');
      const { message, partialResult } = await failedRun({
        checkpoint: checkpointFile(path, { everySeconds: 0 }),
      });
      expect(without(folder, message)).toMatchInlineSnapshot(
        `"DataError: Cannot write …/file/checkpoint: part of the path is not a folder; check the path."`,
      );
      expect(partialResult.history.batchLosses.length).toBe(1);
      expect(partialResult.stoppedBy).toBe('error');
    }));

  it('for checkpoints that fail last, too', async () => {
    let saves = 0;
    const { message, partialResult } = await failedRun({
      checkpoint: {
        save: () => {
          saves++;
          return Promise.reject(new ChoosyError('The disk at the other end is full; free some space there.'));
        },
      },
    });
    expect(message).toBe('ChoosyError: The disk at the other end is full; free some space there.');
    expect(partialResult.history.batchLosses.length).toBe(6);
    expect(saves).toBe(2);
  });

  it('do not hide the error before', async () => {
    const { message } = await failedRun({
      selector: () => ({ name: 'mine', select: () => ({ indices: new Uint32Array(0) }) }),
      checkpoint: { save: () => Promise.reject(new Error('full')) },
    });
    expect(message).toMatch(/^SelectorError/);
  });
});

describe('errors of the caller', () => {
  it('in a callback come back as they are, with a checkpoint', async () => {
    const saved: Uint8Array[] = [];
    const mine = new Error('mine');
    const running = train({
      ...options,
      checkpoint: { save: async (bytes) => void saved.push(bytes) },
      onStep: ({ step }) => {
        if (step === 3) throw mine;
      },
    });
    await expect(running).rejects.toBe(mine);
    const resumed = await train({ ...options, stop: { epochs: 0.1 }, resume: saved[0] });
    expect(resumed.cost.steps).toBe(3);
  });
});
