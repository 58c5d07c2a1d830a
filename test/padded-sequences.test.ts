import {
  accuracy,
  activation,
  batchNormalization,
  type Dataset,
  dense,
  dropout,
  embedding,
  evaluate,
  flatten,
  type Layer,
  layerNormalization,
  lstm,
  type Metric,
  type Model,
  predict,
  randomShuffling,
  rescaling,
  type SelectorFactory,
  sequential,
  sgd,
  type Signals,
  softmaxCrossEntropy,
  train,
  type TrainOptions,
} from 'choosy';
import { ops } from 'choosy/graph';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BatchBuffers } from '../src/training/batch-buffers.js';
import { dataTypesOf } from '../src/training/compile.js';
import { lengthLadder, sequenceLengths } from '../src/training/sequence-lengths.js';
import { TrainingStep } from '../src/training/step.js';
import { expectClose } from './support/fixtures.js';
import { withoutTime } from './support/toy.js';

const STEPS = 12;
const PADDING = 3;
const TOKENS = 9;
const loss = softmaxCrossEntropy();

const model = (...layers: Layer[]) =>
  sequential([embedding(TOKENS, 4, { paddingIndex: PADDING }), ...layers], { inputShape: [STEPS] });
const small = model(lstm(5), dense(3));
const deep = model(
  ...[dropout(0.3), dense(6, { activation: 'tanh' }), layerNormalization(), rescaling(2), activation('relu')],
  ...[lstm(5, { returnSequences: true }), lstm(4), batchNormalization(), dropout(0.2), dense(3)],
);
/** Too large for its vectors to travel in one tensor. */
const wide = model(lstm(70), dense(3));
/** The same model, as if nothing could be cut off its samples. */
const untrimmed = (whole: Model): Model => ({ ...whole, padding: undefined });

const datasetOf = (samples: readonly (readonly number[])[]): Dataset => ({
  name: 'padded',
  sampleShape: [STEPS],
  features: Int32Array.from(samples.flat()),
  labels: Int32Array.from(samples, (_, i) => i % 3),
});

/** Sequences of any length, with padding in front, in the middle and behind; some are nothing else. */
const sequence = fc
  .tuple(fc.nat(STEPS), fc.array(fc.nat(TOKENS - 1), { minLength: STEPS, maxLength: STEPS }))
  .map(([length, tokens]) => tokens.map((token, t) => (t < length ? token : PADDING)));
const sequences = (size: number) => fc.array(sequence, { minLength: size, maxLength: size });
const some = (size: number, seed = 1) => datasetOf(fc.sample(sequences(size), { numRuns: 1, seed })[0]!);

const padded = (...lengths: number[]) =>
  datasetOf(
    lengths.map((length) => Array.from({ length: STEPS }, (_, t) => (t < length ? 1 + (t % 2) : PADDING))),
  );

describe('lengths', () => {
  it('reach to the last token that is not padding', () => {
    const P = PADDING;
    const samples = [
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
      [1, 2, 0, P, P, P, P, P, P, P, P, P],
      [P, P, P, P, 5, P, P, P, P, P, P, P],
      [P, P, P, P, P, P, P, P, P, P, P, 7],
      [1, P, 1, P, P, 1, P, P, P, P, P, P],
      [P, P, P, P, P, P, P, P, P, P, P, P],
    ];
    expect([...sequenceLengths(small, datasetOf(samples))!]).toEqual([12, 3, 5, 12, 6, 0]);
    expect(sequenceLengths(untrimmed(small), datasetOf(samples))).toBeUndefined();
  });

  it('are rounded up to few', () => {
    expect(lengthLadder(40)).toEqual([40, 26, 17, 11, 7, 4]);
    expect(lengthLadder(STEPS)).toEqual([12, 8, 5, 3, 2, 1]);
    expect(lengthLadder(2)).toEqual([2, 1]);
    expect(lengthLadder(1)).toEqual([1]);
  });
});

describe('a model', () => {
  const shortened = (whole: Model) => whole.padding?.trimmed(2);

  it.each([
    ['an LSTM', small],
    ['layers that take each step by itself', deep],
  ])('with %s has the same weights for any length', (_, whole) => {
    expect(whole.padding!.token).toBe(PADDING);
    const short = shortened(whole)!;
    expect(short.inputShape).toEqual([2]);
    expect(short.outputShape).toEqual(whole.outputShape);
    expect(short.featureCount).toBe(whole.featureCount);
    const plain = ({ weights }: Model) =>
      weights.map(({ initializer, ...rest }) => [rest, typeof initializer]);
    expect(plain(short)).toEqual(plain(whole));
    expect(short.initialize(7)).toEqual(whole.initialize(7));
  });

  const ownLayer: Layer = {
    type: 'MeanOfSteps',
    build: ([steps, size]) => ({ ...dense(1).build([steps!, size!]), outputShape: [size!] }),
  };
  it.each<[string, Model]>([
    ['no padding', sequential([embedding(9, 4), lstm(5), dense(3)], { inputShape: [STEPS] })],
    ['no tokens', sequential([dense(4), lstm(5), dense(3)], { inputShape: [STEPS, 2] })],
    ['statistics over all steps', model(batchNormalization(), lstm(5), dense(3))],
    ['features that are the sequence', model(lstm(5))],
    ['an output for each step', model(lstm(5, { returnSequences: true }), dense(3))],
    ['weights for each step', model(flatten(), dense(3))],
    ["a user's layer that joins the steps", model(ownLayer, dense(3))],
    ["a user's layer before the LSTM", model({ ...dense(4), type: 'Own' }, lstm(5), dense(3))],
  ])('with %s is left whole', (_, whole) => expect(whole.padding).toBeUndefined());
});

describe('a batch', () => {
  const buffersFor = (dataset: Dataset) => new BatchBuffers(dataset, sequenceLengths(small, dataset));

  it('is cut to the shortest length of the ladder that holds its longest sample', () => {
    const dataset = padded(0, 1, 2, 3, 4, 5, 6, 8, 9, 12);
    const buffers = buffersFor(dataset);
    const width = (...indices: number[]) => buffers.gather(Uint32Array.from(indices)).x.dims;
    const widths = Array.from({ length: 10 }, (_, i) => width(i)[1]);
    expect(widths).toEqual([1, 1, 2, 3, 5, 5, 8, 8, 12, 12]);
    expect(width(0, 1, 5, 2)).toEqual([4, 5]);
    expect(width(1, 1, 1, 9), 'one long sample').toEqual([4, 12]);
  });

  it('holds the beginnings of its samples', () =>
    fc.assert(
      fc.property(sequences(6), fc.array(fc.nat(5), { minLength: 1, maxLength: 8 }), (samples, indices) => {
        const { x, labels } = buffersFor(datasetOf(samples)).gather(Uint32Array.from(indices));
        const width = x.dims[1]!;
        const expected = indices.map((index) => samples[index]!.slice(0, width));
        expect([...(x.data as Int32Array)]).toEqual(expected.flat());
        expect([...(labels.data as Int32Array)]).toEqual(indices.map((index) => index % 3));
        for (const index of indices) {
          expect(samples[index]!.slice(width).every((token) => token === PADDING)).toBe(true);
        }
      }),
      { seed: 1, numRuns: 100 },
    ));
});

describe.each([
  ['small', small],
  ['deep', deep],
  ['wide', wide],
])('a step of a %s network', (_, whole) => {
  const RATE = 0.5;
  const opened: TrainingStep[] = [];
  afterAll(() => Promise.all(opened.map((step) => step.release())));

  async function stepper(network: Model) {
    const weights = network.initialize(1);
    const optimizer = sgd({ learningRate: RATE, momentum: 0.5 });
    const step = await TrainingStep.create({
      ...{ model: network, loss, optimizer, types: dataTypesOf(some(1)), weights, threads: 1, seed: 0 },
      signals: ['correct', 'margin', 'features', 'logitGradient'],
    });
    opened.push(step);
    const start = Object.fromEntries(Object.entries(step.vectors).map(([name, v]) => [name, v.slice()]));
    return async (dataset: Dataset, { goOn = false } = {}) => {
      if (!goOn) step.restore(start);
      const indices = Uint32Array.from(dataset.labels.keys());
      const tensors = new BatchBuffers(dataset, sequenceLengths(network, dataset)).gather(indices);
      (tensors.coefficients.data as Float32Array).forEach((_, i, all) => (all[i] = (i + 1) / 20));
      const signals: Readonly<Record<string, Float32Array>> = await step.run(tensors, 0, RATE);
      return { ...signals, ...step.vectors };
    };
  }
  const cut = stepper(whole);
  const full = stepper(untrimmed(whole));

  const batches = fc.integer({ min: 1, max: 6 }).chain(sequences);
  it('is the same whether padding is cut off or not', () =>
    fc.assert(
      fc.asyncProperty(batches, async (samples) => {
        const dataset = datasetOf(samples);
        const [actual, expected] = [await (await cut)(dataset), await (await full)(dataset)];
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        for (const [name, values] of Object.entries(expected)) {
          expectClose(actual[name]!, [...values], { tolerance: 1e-6, what: name });
        }
      }),
      { seed: 1, numRuns: 60 },
    ));

  it('leaves its vectors to steps of other lengths', async () => {
    const lengths = [padded(12, 1), padded(2, 2, 0), padded(5), padded(0), padded(9, 3), padded(1)];
    for (const [i, dataset] of lengths.entries()) {
      const [actual, expected] = [
        await (await cut)(dataset, { goOn: i > 0 }),
        await (await full)(dataset, { goOn: i > 0 }),
      ];
      for (const name of ['parameters', 'velocity']) {
        expectClose(actual[name]!, [...expected[name]!], { tolerance: 1e-6, what: name });
      }
    }
  });
});

describe('passes over a data set', () => {
  const dataset = some(150, 5);
  const weights = deep.initialize(2);
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what: string) =>
    expectClose(actual, Array.from(expected), { tolerance: 1e-6, what });

  it('evaluate to the same as without cutting, each sample in its place', async () => {
    const seen: Float32Array[] = [];
    const logit: Metric = {
      ...accuracy(),
      apply: (logits) => ops.slice(logits, 1, 1, 2),
      summarize: (values, labels) => {
        expect(labels).toBe(dataset.labels);
        seen.push(values);
        return 0;
      },
    };
    const options = { dataset, loss, metrics: [logit], weights };
    const actual = await evaluate({ ...options, model: deep });
    const expected = await evaluate({ ...options, model: untrimmed(deep) });
    close([actual.loss], [expected.loss], 'loss');
    close(seen[0]!, seen[1]!, 'logits');
    expect(new Set(seen[1]).size).toBeGreaterThan(100);
  });

  it.each([1, 7, 150])('predict the same for %d samples', async (size) => {
    const features = dataset.features.slice(0, size * STEPS);
    const logits = await predict({ model: deep, weights, features });
    close(logits, await predict({ model: untrimmed(deep), weights, features }), 'logits');
  });

  it('score the same, whatever is asked for', async () => {
    const asked = [
      Uint32Array.of(3),
      Uint32Array.of(9, 2, 9, 140),
      Uint32Array.from({ length: 150 }, (_, i) => 149 - i),
    ];
    const scores = async (model: Model) => {
      const all: Signals[] = [];
      const selector: SelectorFactory = () => ({
        name: 'scoring',
        needs: ['correct', 'margin', 'features', 'logitGradient'],
        async select({ score }) {
          for (const indices of asked) all.push(await score(indices));
          return { indices: Uint32Array.of(0) };
        },
      });
      await train({ ...runOf(dataset), model, selector, batchSize: 1, stop: { epochs: 0.001 } });
      return all;
    };
    const [actual, expected] = [await scores(deep), await scores(untrimmed(deep))];
    for (const [i, signals] of expected.entries()) {
      for (const [name, values] of Object.entries(signals)) close(actual[i]![name as 'loss'], values, name);
    }
  });
});

const runOf = (dataset: Dataset): TrainOptions => ({
  ...{ model: small, trainingSet: dataset, evaluationSet: dataset, loss, optimizer: sgd(), seed: 1 },
  ...{ selector: randomShuffling(), batchSize: 4, stop: { epochs: 3 } },
});

describe('training', () => {
  // Mostly short, so that there are batches of every length.
  const dataset = padded(...Array.from({ length: 40 }, (_, i) => Math.floor(STEPS * ((i * 0.618) % 1) ** 3)));

  it.each([1, 2])('goes the same way whether padding is cut off or not, on %d threads', async (threads) => {
    const run = { ...runOf(dataset), threads };
    const [actual, expected] = [await train(run), await train({ ...run, model: untrimmed(small) })];
    const { parameters } = expected.weights;
    expectClose(actual.weights.parameters, [...parameters], { tolerance: 1e-5, what: 'parameters' });
    const losses = expected.history.batchLosses;
    expectClose(actual.history.batchLosses, losses, { tolerance: 1e-5, what: 'losses' });
    expect(withoutTime(await train(run)), 'the same bits each time').toEqual(withoutTime(actual));
  });

  it('tells the selector the lengths, and keeps its own', async () => {
    const shuffling = randomShuffling();
    const seen: (Uint16Array | undefined)[] = [];
    const meddling: SelectorFactory = (samples) => {
      seen.push(samples.lengths?.slice());
      samples.lengths?.fill(0);
      return shuffling(samples);
    };
    const run = runOf(dataset);
    const plain = await train(run);
    expect(withoutTime(await train({ ...run, selector: meddling }))).toEqual(withoutTime(plain));
    await train({ ...run, model: untrimmed(small), selector: meddling });
    expect(seen).toEqual([sequenceLengths(small, dataset), undefined]);
  });
});
