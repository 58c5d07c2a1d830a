import {
  activation,
  adam,
  type Batch,
  conv2d,
  type Dataset,
  dense,
  dropout,
  evaluate,
  flatten,
  maxPool2d,
  predict,
  randomShuffling,
  Rng,
  type SelectorFactory,
  sequential,
  sequentialOrder,
  sgd,
  type Signal,
  type Signals,
  softmaxCrossEntropy,
  type StepCost,
  train,
  type WeightValues,
} from 'choosy';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BatchBuffers } from '../src/training/batch-buffers.js';
import { writeCoefficients } from '../src/training/check-batch.js';
import { elementTypeOf } from '../src/training/compile.js';
import { TrainingStep } from '../src/training/step.js';
import { expectClose } from './support/fixtures.js';
import {
  binaryToy,
  convolutionalToy,
  denseToy,
  measurements,
  noisyToy,
  recurrentToy,
  regressionToy,
  type Toy,
  withoutTime,
} from './support/toy.js';

const LEARNING_RATE = 0.5;

interface Stepper {
  /** One step of gradient descent from the same weights every time. */
  step(batch: Batch): Promise<{ signals: Signals; change: Float32Array }>;
  readonly weights: WeightValues;
}

const opened: TrainingStep[] = [];
afterAll(() => Promise.all(opened.map((step) => step.release())));

async function stepperFor({ model, dataset, loss }: Toy, signals: readonly Signal[] = []): Promise<Stepper> {
  const buffers = new BatchBuffers(dataset);
  const weights = model.initialize(3);
  const types = {
    features: elementTypeOf(dataset.features),
    labels: elementTypeOf(dataset.labels),
    labelSize: 1,
  };
  const optimizer = sgd({ learningRate: LEARNING_RATE });
  const step = await TrainingStep.create({
    ...{ model, loss, optimizer, types, signals, threads: 1, seed: 0, weights },
  });
  opened.push(step);
  const start = Object.fromEntries(Object.entries(step.vectors).map(([name, v]) => [name, v.slice()]));
  return {
    weights,
    async step(batch) {
      step.restore(start);
      const tensors = buffers.gather(batch.indices);
      writeCoefficients(batch, tensors.coefficients.data as Float32Array);
      const given = await step.run(tensors, 0, LEARNING_RATE);
      const change = step.weights.parameters.map((after, i) => after - weights.parameters[i]!);
      return { signals: given, change };
    },
  };
}

const toys: [string, Toy][] = [
  ['dense', denseToy()],
  ['binary', binaryToy()],
  ['regression', regressionToy()],
  ['convolutional', convolutionalToy()],
  ['recurrent', recurrentToy()],
];
// Sums in another order, of float32.
const close = { tolerance: 2e-6 };

describe.each(toys)('weights in a %s network', (_, toy) => {
  const stepper = stepperFor(toy);
  const size = toy.dataset.labels.length;
  const weighted = fc
    .uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 8 })
    .chain((indices) => fc.tuple(fc.constant(indices), fc.array(fc.nat(3), sameLength(indices))))
    .filter(([, weights]) => weights.some((weight) => weight > 0));

  it('a sample of weight n is as good as n samples of weight 1, and one of weight 0 as good as none', () =>
    fc.assert(
      fc.asyncProperty(weighted, async ([indices, weights]) => {
        const { step } = await stepper;
        const once = await step({
          indices: Uint32Array.from(indices),
          weights: Float32Array.from(weights),
        });
        const repeated = indices.flatMap((index, i) => Array<number>(weights[i]!).fill(index));
        const again = await step({ indices: Uint32Array.from(repeated) });
        expectClose(once.change, [...again.change], { ...close, what: 'change of the parameters' });
      }),
      { seed: 1, numRuns: 30 },
    ));

  it('all weights 1 change no bit, and only their ratios count', async () => {
    const { step } = await stepper;
    const indices = Uint32Array.of(5, 2, 9, 11, 0);
    const plain = await step({ indices });
    const ones = await step({ indices, weights: new Float32Array(5).fill(1) });
    expect(ones).toEqual(plain);
    const sevens = await step({ indices, weights: new Float32Array(5).fill(7) });
    expectClose(sevens.change, [...plain.change], { ...close, what: 'change' });
    expect(sevens.signals).toEqual(plain.signals);
  });

  it('the divisor replaces the sum of the weights', async () => {
    const { step } = await stepper;
    const indices = Uint32Array.of(3, 4, 8, 1);
    const weights = Float32Array.of(0.5, 2, 0, 1.5);
    const byDefault = await step({ indices, weights });
    expect(await step({ indices, weights, divisor: 4 })).toEqual(byDefault);
    const halved = await step({ indices, weights, divisor: 8 });
    expectClose(
      halved.change.map((x) => 2 * x),
      [...byDefault.change],
      { ...close, what: 'twice the change' },
    );
    const unweighted = await step({ indices });
    const tenth = await step({ indices, divisor: 40 });
    expectClose(
      tenth.change.map((x) => 10 * x),
      [...unweighted.change],
      { ...close, what: 'ten times the change' },
    );
  });

  it('importance sampling with a divisor is unbiased', async () => {
    const { step } = await stepper;
    const all = Uint32Array.of(2, 7, 13);
    const chances = [0.2, 0.5, 0.3];
    const expected = await step({ indices: all });
    // The expectation over one draw of a sample with weight 1 / (n · chance), worked out in full.
    const mean = new Float64Array(expected.change.length);
    for (const [i, chance] of chances.entries()) {
      const indices = all.slice(i, i + 1);
      const drawn = await step({ indices, weights: Float32Array.of(1 / (3 * chance)), divisor: 1 });
      drawn.change.forEach((x, k) => (mean[k]! += chance * x));
    }
    expectClose(mean, [...expected.change], { ...close, what: 'mean change' });
  });

  it('another order of the batch reorders the signals and changes nothing else', () =>
    fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...Array(size).keys()], { minLength: 2 }), async (order) => {
        const { step } = await stepper;
        const sorted = order.toSorted((a, b) => a - b);
        const one = await step({ indices: Uint32Array.from(order) });
        const other = await step({ indices: Uint32Array.from(sorted) });
        expectClose(one.change, [...other.change], { ...close, what: 'change' });
        for (const name of ['loss', 'gradientNorm'] as const) {
          const reordered = order.map((index) => other.signals[name][sorted.indexOf(index)]!);
          expectClose(one.signals[name], reordered, { ...close, what: name });
        }
      }),
      { seed: 2, numRuns: 15 },
    ));
});

const sameLength = ({ length }: { length: number }) => ({ minLength: length, maxLength: length });

describe.each(toys)('signals of a %s network', (_, toy) => {
  const { model, dataset, loss } = toy;
  const size = dataset.labels.length;
  const all = Uint32Array.from({ length: size }, (_, i) => i);

  it('the loss is that of the sample alone, before the update', async () => {
    const { step, weights } = await stepperFor(toy);
    const { signals } = await step({ indices: all, weights: Float32Array.from(all, (i) => 1 + (i % 3)) });
    const alone: number[] = [];
    for (let i = 0; i < size; i++) {
      const width = dataset.features.length / size;
      const features = dataset.features.slice(i * width, (i + 1) * width);
      const labels = dataset.labels.slice(i, i + 1);
      alone.push(
        (await evaluate({ model, dataset: { ...dataset, features, labels }, loss, metrics: [], weights }))
          .loss,
      );
    }
    expectClose(signals.loss, alone, { ...close, what: 'loss' });
    const { loss: mean } = await evaluate({ model, dataset, loss, metrics: [], weights });
    expectClose([signals.loss.reduce((a, b) => a + b) / size], [mean], { ...close, what: 'mean loss' });
  });

  it('are those that follow from the logits', async () => {
    const classification = loss.labels === 'classes';
    const { step, weights } = await stepperFor(toy, [
      'logitGradient',
      ...(classification ? (['correct', 'margin'] as const) : []),
    ]);
    const { signals } = await step({ indices: all });
    const logits = await predict({ model, weights, features: dataset.features });
    const outputs = logits.length / size;
    const expected = Array.from(all, (i) => {
      const z = Array.from(logits.subarray(i * outputs, (i + 1) * outputs));
      const label = dataset.labels[i]!;
      if (!classification) return { gradient: [2 * (z[0]! - label)], margin: 0 };
      if (outputs === 1) {
        return { gradient: [1 / (1 + Math.exp(-z[0]!)) - label], margin: label === 1 ? z[0]! : -z[0]! };
      }
      const total = z.reduce((sum, x) => sum + Math.exp(x), 0);
      return {
        gradient: z.map((x, k) => Math.exp(x) / total - (k === label ? 1 : 0)),
        margin: z[label]! - Math.max(...z.filter((_, k) => k !== label)),
      };
    });
    const gradients = expected.map(({ gradient }) => gradient);
    expectClose(signals.logitGradient!, gradients.flat(), { ...close, what: 'logitGradient' });
    const norms = gradients.map((gradient) => Math.hypot(...gradient));
    expectClose(signals.gradientNorm, norms, { ...close, what: 'gradientNorm' });
    if (!classification) return;
    const margins = expected.map(({ margin }) => margin);
    expectClose(signals.margin!, margins, { ...close, what: 'margin' });
    expect([...signals.correct!]).toEqual(margins.map((margin) => (margin > 0 ? 1 : 0)));
    expect(new Set(signals.correct).size, 'both right and wrong samples').toBe(2);
  });

  it('features are the input of the last layer', async () => {
    const { step, weights } = await stepperFor(toy, ['features']);
    const { signals } = await step({ indices: all });
    expect(signals.features!.length).toBe(size * model.featureCount);
    // The last layer by hand must lead from features to logits.
    const logits = await predict({ model, weights, features: dataset.features });
    const outputs = logits.length / size;
    const kernel = weights.parameters.slice(-(model.featureCount + 1) * outputs, -outputs);
    const bias = weights.parameters.slice(-outputs);
    const byHand = Array.from(logits, (_, place) => {
      const [i, k] = [Math.floor(place / outputs), place % outputs];
      let sum = bias[k]!;
      for (let j = 0; j < model.featureCount; j++) {
        sum += signals.features![i * model.featureCount + j]! * kernel[j * outputs + k]!;
      }
      return sum;
    });
    expectClose(logits, byHand, { ...close, what: 'logits' });
  });
});

describe('scores', () => {
  const scoring =
    (score: (ask: (indices: Uint32Array) => Promise<Signals>) => Promise<void>): SelectorFactory =>
    () => ({
      name: 'scoring',
      needs: ['correct', 'margin', 'features', 'logitGradient'],
      async select(context) {
        await score(context.score);
        return { indices: Uint32Array.of(0, 1, 2) };
      },
      observe: () => {},
    });
  const options = ({ model, dataset, loss }: Toy) => ({
    ...{ model, trainingSet: dataset, loss, optimizer: sgd(), batchSize: 3, stop: { epochs: 0.01 } },
  });

  it.each(toys.filter(([name]) => name !== 'regression'))(
    'are the signals that a step would give, in a %s network, and are counted',
    async (_, toy) => {
      let scored: Signals | undefined;
      let trained: Signals | undefined;
      const selector = scoring(async (score) => {
        scored = await score(Uint32Array.of(0, 1, 2));
        await score(Uint32Array.of(7));
      });
      const { cost } = await train({
        ...options(toy),
        selector: (samples) => ({ ...selector(samples), observe: ({ signals }) => void (trained = signals) }),
      });
      expect(cost.samples).toEqual({ trained: 3, scored: 4 });
      expect(cost.seconds.scoring).toBeGreaterThan(0);
      expect(Object.keys(scored!).sort()).toEqual(Object.keys(trained!).sort());
      for (const [name, values] of Object.entries(trained!)) {
        expectClose(scored![name as Signal]!, [...values], { ...close, what: name });
      }
    },
  );

  it('may be asked for several times at once', async () => {
    const asked = [Uint32Array.of(0, 1), Uint32Array.of(2, 3), Uint32Array.of(4, 5)];
    await train({
      ...options(denseToy()),
      selector: scoring(async (score) => {
        const together = await Promise.all(asked.map(score));
        for (const [i, indices] of asked.entries()) expect(together[i]).toEqual(await score(indices));
      }),
    });
  });

  it('are of the weights as they were when they were asked for, if not awaited, too', async () => {
    const all = Uint32Array.from({ length: 1200 }, (_, i) => i);
    let awaited: Signals | undefined;
    let later: Promise<Signals> | undefined;
    await train({
      ...options({ ...denseToy(), dataset: measurements(1200) }),
      selector: scoring(async (score) => {
        if (later) return;
        awaited = await score(all);
        later = score(all);
      }),
    });
    expect(await later).toEqual(awaited);
  });

  it('keep their order beyond the size of one pass', async () => {
    await train({
      ...options({ ...denseToy(), dataset: measurements(1200) }),
      selector: scoring(async (score) => {
        const indices = Uint32Array.from({ length: 1200 }, (_, i) => 1199 - i);
        const { loss, features } = await score(indices);
        const one = await score(Uint32Array.of(1199 - 1030));
        expectClose([loss[1030]!], [...one.loss], { ...close, what: 'loss' });
        expectClose(features!.subarray(1030 * 6, 1031 * 6), [...one.features!], {
          ...close,
          what: 'features',
        });
      }),
    });
  });
});

describe('counting', () => {
  it('trains on the last, short batch and counts it', async () => {
    const { model, dataset, loss } = denseToy(10);
    const seen: number[][] = [];
    const { cost, history } = await train({
      ...{ model, trainingSet: dataset, evaluationSet: dataset, loss, optimizer: sgd(), batchSize: 4 },
      selector: (samples) => ({
        ...sequentialOrder()(samples),
        observe: ({ indices, signals }) => {
          seen.push([...indices]);
          expect(signals.loss.length).toBe(indices.length);
        },
      }),
      stop: { epochs: 2 },
    });
    expect(seen.map(({ length }) => length)).toEqual([4, 4, 2, 4, 4, 2]);
    expect(seen.slice(0, 3).flat()).toEqual([...Array(10).keys()]);
    expect(cost.samples.trained).toBe(20);
    expect(cost.steps).toBe(6);
    expect(history.evaluations.map(({ samples, step, epoch }) => ({ samples, step, epoch }))).toEqual([
      { samples: 10, step: 3, epoch: 1 },
      { samples: 20, step: 6, epoch: 2 },
    ]);
    const [a, b, c] = history.batchLosses as [number, number, number];
    expect(history.evaluations[0]!.trainingLoss).toBeCloseTo((4 * a + 4 * b + 2 * c) / 10, 6);
    const [d, e, f] = history.batchLosses.slice(3) as [number, number, number];
    expect(history.evaluations[1]!.trainingLoss).toBeCloseTo((4 * d + 4 * e + 2 * f) / 10, 6);
  });

  it('the last, short batch weighs as much a sample as it says', async () => {
    const toy = denseToy(5);
    const { step } = await stepperFor(toy);
    const { change } = await step({ indices: Uint32Array.of(4) });
    const { weights } = await train({
      ...{ model: toy.model, trainingSet: toy.dataset, loss: toy.loss, batchSize: 4, seed: 3 },
      optimizer: sgd({ learningRate: LEARNING_RATE }),
      selector: () => ({ name: 'the last sample', select: () => ({ indices: Uint32Array.of(4) }) }),
      stop: { epochs: 0.2 },
    });
    const { parameters } = toy.model.initialize(3);
    expectClose(
      weights.parameters,
      Array.from(change, (x, i) => x + parameters[i]!),
      {
        ...close,
        what: 'parameters',
      },
    );
  });

  it('evaluates at the same numbers of samples, whatever the batches are', async () => {
    const { model, dataset, loss } = denseToy(24);
    const points = async (batchSize: number) => {
      const { history } = await train({
        ...{ model, trainingSet: dataset, evaluationSet: dataset, loss, optimizer: sgd(), batchSize },
        ...{ selector: randomShuffling(), evaluateEvery: 12, stop: { epochs: 2 } },
      });
      return history.evaluations.map(({ samples }) => samples);
    };
    expect(await points(4)).toEqual([12, 24, 36, 48]);
    expect(await points(12)).toEqual([12, 24, 36, 48]);
    // At the first step that reaches or passes them.
    expect(await points(5)).toEqual([15, 24, 39, 48]);
  });
});

describe('between loop and selector', () => {
  const { model, dataset, loss } = denseToy();
  const given = { model, trainingSet: dataset, loss, batchSize: 4 };

  it('a scale of the learning rate does what a schedule with that rate does', async () => {
    const scales = [1, 0.3, 2, 0.01, 1.7, 5];
    const rates: [chosenWith: number, trainedWith: number][] = [];
    const scaled = await train({
      ...{ ...given, optimizer: adam({ learningRate: 0.02 }), stop: { epochs: 1 } },
      selector: () => ({
        name: 'scaled',
        select({ step, learningRate }) {
          rates[step] = [learningRate, NaN];
          const indices = Uint32Array.of(4 * step, 4 * step + 1, 4 * step + 2, 4 * step + 3);
          return step === 0 ? { indices } : { indices, learningRateScale: scales[step]! };
        },
        observe: ({ step, learningRate }) => (rates[step]![1] = learningRate),
      }),
    });
    expect(rates).toEqual(scales.map((scale) => [0.02, 0.02 * scale]));
    const scheduled = await train({
      ...{ ...given, selector: sequentialOrder(), stop: { epochs: 1 } },
      optimizer: adam({ learningRate: (step) => 0.02 * scales[step]! }),
    });
    expect(scaled.weights).toEqual(scheduled.weights);
  });

  it('batches that stand for a part of a step of the schedule take it on by that part', async () => {
    const places: number[] = [];
    const learningRate = (place: number) => {
      places.push(place);
      return 0.02;
    };
    const run = async (selector: SelectorFactory, resume?: Uint8Array) => {
      places.length = 0;
      let saved: Uint8Array | undefined;
      const checkpoint = { save: async (bytes: Uint8Array) => void (saved = bytes) };
      const optimizer = adam({ learningRate });
      const stop = { epochs: resume ? 0.75 : 0.5 };
      await train({ ...given, selector, optimizer, stop, checkpoint, ...(resume && { resume }) });
      return { places: [...places], saved };
    };
    const halves: SelectorFactory = () => ({
      name: 'halves',
      select: ({ step }) => ({ indices: Uint32Array.of(2 * step, 2 * step + 1), scheduleSteps: 0.5 }),
    });
    expect((await run(sequentialOrder())).places).toEqual([0, 1, 2]);
    const { places: first, saved } = await run(halves);
    expect(first).toEqual([0, 0, 1, 1, 2, 2]);
    expect((await run(halves, saved)).places).toEqual([3, 3, 4]);
  });

  it('the selector knows what a step costs, more with more samples and a larger network', async () => {
    const costOf = async (size: number) => {
      let cost: StepCost | undefined;
      const selector: SelectorFactory = (samples) => {
        cost = samples.stepCost?.();
        return sequentialOrder()(samples);
      };
      const wide = sequential([dense(size), dense(3)], { inputShape: [4] });
      await train({ ...given, model: wide, selector, optimizer: sgd(), stop: { epochs: 0.1 } });
      return cost!;
    };
    const [small, large] = [await costOf(10), await costOf(1000)];
    expect(small.fixed).toBeGreaterThan(10);
    expect(small.perSample).toBeGreaterThan(0);
    expect(large.fixed).toBeGreaterThan(1.1 * small.fixed);
    expect(large.perSample).toBeGreaterThan(20 * small.perSample);
  });

  it('the selector knows the limit of epochs, if there is one', async () => {
    const limits: (number | undefined)[] = [];
    const selector: SelectorFactory = (samples) => {
      limits.push('epochs' in samples ? samples.epochs : undefined);
      return sequentialOrder()(samples);
    };
    await train({ ...given, selector, optimizer: sgd(), stop: { epochs: 1.5 } });
    await train({ ...given, selector, optimizer: sgd(), stop: { seconds: 1e-9 } });
    expect(limits).toEqual([1.5, undefined]);
  });
});

describe('repeating', () => {
  const run = ({ model, dataset, loss }: Toy, { seed, threads }: { seed: number; threads: number }) =>
    train({
      ...{ model, trainingSet: dataset, evaluationSet: dataset, loss, seed, threads },
      optimizer: adam(),
      selector: randomShuffling(),
      batchSize: 7,
      stop: { epochs: 3 },
    });

  it.each([
    ['a noisy convolutional network', noisyToy(), 1],
    ['a noisy convolutional network', noisyToy(), 2],
    ['a recurrent network', recurrentToy(), 1],
    ['a recurrent network', recurrentToy(), 2],
  ] as const)('%s, same seed: the same bits; another seed: others', async (_, toy, threads) => {
    const first = withoutTime(await run(toy, { seed: 5, threads }));
    expect(withoutTime(await run(toy, { seed: 5, threads }))).toEqual(first);
    const other = withoutTime(await run(toy, { seed: 6, threads }));
    expect(other.batchLosses).not.toEqual(first.batchLosses);
    expect(other.weights).not.toEqual(first.weights);
  });

  it('one and two threads agree but for rounding', async () => {
    for (const toy of [noisyToy(), recurrentToy()]) {
      const [one, two] = [await run(toy, { seed: 5, threads: 1 }), await run(toy, { seed: 5, threads: 2 })];
      expectClose(two.history.batchLosses, one.history.batchLosses, { tolerance: 1e-4, what: 'losses' });
    }
  });

  it('leaves what it was given as it was', async () => {
    const { model, dataset, loss } = denseToy();
    const [given, copy] = [model.initialize(1), model.initialize(1)];
    const features = dataset.features.slice();
    const options = { model, trainingSet: dataset, loss, optimizer: adam(), stop: { epochs: 1 } };
    const { weights } = await train({
      ...options,
      batchSize: 4,
      selector: randomShuffling(),
      initialWeights: given,
    });
    expect(given).toEqual(copy);
    expect(weights.parameters).not.toEqual(given.parameters);
    expect(dataset.features).toEqual(features);
  });
});

describe('dropout', () => {
  const SIZE = 40;
  const WIDTH = 25;
  const ones: Dataset = {
    name: 'ones',
    sampleShape: [WIDTH],
    features: new Float32Array(SIZE * WIDTH).fill(1),
    labels: Int32Array.from({ length: SIZE }, (_, i) => i % 2),
  };

  /** What comes out of dropout at each step, in training and when scored. */
  async function outputs(
    layers: Parameters<typeof sequential>[0],
    { steps = 1, seed = 1, dataset = ones }: { steps?: number; seed?: number; dataset?: Dataset } = {},
  ) {
    const trained: Float32Array[] = [];
    const scored: Float32Array[] = [];
    await train({
      model: sequential([...layers, dense(2)], { inputShape: dataset.sampleShape }),
      trainingSet: dataset,
      ...{ loss: softmaxCrossEntropy(), optimizer: sgd(), batchSize: SIZE, seed, stop: { epochs: steps } },
      selector: () => ({
        name: 'all',
        needs: ['features'],
        async select({ score }) {
          const indices = Uint32Array.from({ length: SIZE }, (_, i) => i);
          scored.push((await score(indices)).features!.slice());
          return { indices };
        },
        observe: ({ signals }) => void trained.push(signals.features!.slice()),
      }),
    });
    return { trained, scored };
  }
  const shareOfZeros = (values: ArrayLike<number>) =>
    Array.from(values).filter((value) => value === 0).length / values.length;

  it.each([0.1, 0.5, 0.9])('drops with a rate of %d and scales the rest', async (rate) => {
    const { trained } = await outputs([dropout(rate)], { steps: 3 });
    for (const values of trained) {
      // Six standard deviations.
      expect(Math.abs(shareOfZeros(values) - rate)).toBeLessThan(6 * Math.sqrt((rate * (1 - rate)) / 1000));
      expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
    }
  });

  it('draws each place by itself: no two samples, steps, layers or seeds share a mask', async () => {
    const { trained } = await outputs([dropout(0.5)], { steps: 4 });
    const rows = trained.flatMap((values) =>
      Array.from({ length: SIZE }, (_, i) => values.subarray(i * WIDTH, (i + 1) * WIDTH).join()),
    );
    expect(new Set(rows).size).toBe(4 * SIZE);
    // Masks that have nothing to do with each other agree at about half of all places.
    const agreement = (a: Float32Array, b: Float32Array) =>
      a.filter((value, i) => (value === 0) === (b[i] === 0)).length / a.length;
    const half = 6 * Math.sqrt(0.25 / 1000);
    for (const [i, values] of trained.entries()) {
      for (const other of trained.slice(i + 1)) {
        expect(Math.abs(agreement(values, other) - 0.5)).toBeLessThan(half);
      }
      const shifted = values.map((_, k) => values[(k + 1) % values.length]!);
      expect(Math.abs(agreement(values, shifted) - 0.5), 'neighbors').toBeLessThan(half);
      const below = values.map((_, k) => values[(k + WIDTH) % values.length]!);
      expect(Math.abs(agreement(values, below) - 0.5), 'next samples').toBeLessThan(half);
    }
    const otherSeed = await outputs([dropout(0.5)], { seed: 2 });
    expect(Math.abs(agreement(trained[0]!, otherSeed.trained[0]!) - 0.5)).toBeLessThan(half);
    // Of two layers that drop half each, a quarter is left.
    const twice = await outputs([dropout(0.5), dropout(0.5)]);
    expect(Math.abs(shareOfZeros(twice.trained[0]!) - 0.75)).toBeLessThan(half);
  });

  it('drops single pixels of images, too', async () => {
    const images = { ...ones, sampleShape: [5, 5, 1] };
    const identity = () => Float32Array.of(1, 1, 1);
    const { trained } = await outputs(
      [conv2d(3, 1, { kernelInitializer: identity }), dropout(0.5), flatten()],
      { dataset: images },
    );
    const values = trained[0]!;
    expect(values.length).toBe(SIZE * WIDTH * 3);
    expect(Math.abs(shareOfZeros(values) - 0.5)).toBeLessThan(6 * Math.sqrt(0.25 / values.length));
    const wholePixels = Array.from({ length: SIZE * WIDTH }, (_, i) => values.slice(3 * i, 3 * i + 3).join());
    expect(new Set(wholePixels).size).toBe(8);
  });

  it('does nothing outside of training, nor with a rate of 0', async () => {
    const { scored } = await outputs([dropout(0.9)]);
    expect(new Set(scored[0])).toEqual(new Set([1]));
    const { trained } = await outputs([dropout(0)]);
    expect(new Set(trained[0])).toEqual(new Set([1]));
  });

  it('does not depend on where a run was interrupted', async () => {
    const masks: string[][] = [];
    const selector: SelectorFactory = () => ({
      name: 'all',
      needs: ['features'],
      select: () => ({ indices: Uint32Array.from({ length: SIZE }, (_, i) => i) }),
      observe: ({ signals }) => masks.at(-1)!.push(signals.features!.join()),
    });
    const options = {
      model: sequential([dropout(0.5), dense(2)], { inputShape: [WIDTH] }),
      trainingSet: ones,
      ...{ loss: softmaxCrossEntropy(), optimizer: sgd(), selector, batchSize: SIZE, stop: { epochs: 6 } },
    };
    masks.push([]);
    await train(options);
    masks.push([]);
    const stop = new AbortController();
    let saved: Uint8Array | undefined;
    await train({
      ...options,
      signal: stop.signal,
      onStep: ({ step }) => step === 3 && stop.abort(),
      checkpoint: { save: async (bytes) => void (saved = bytes) },
    });
    await train({ ...options, resume: saved });
    expect(masks[1]).toEqual(masks[0]);
  });
});

describe('convolution with max pooling at once', () => {
  const images = (size: number): Dataset => {
    const rng = new Rng(9);
    const features = Float32Array.from({ length: size * 7 * 6 * 2 }, () => rng.normal());
    const labels = Int32Array.from({ length: size }, (_, i) => i % 3);
    return { name: 'images', sampleShape: [7, 6, 2], features, labels };
  };

  it.each([
    ['valid', 2, 2],
    ['same', 2, 2],
    ['same', 3, 2],
    ['valid', 2, 1],
  ] as const)(
    'equals one after the other: padding %s, pool %d, strides %d',
    async (padding, pool, strides) => {
      const model = (between: boolean) =>
        sequential(
          [
            conv2d(4, 3, { padding, activation: 'relu' }),
            ...(between ? [activation('linear')] : []),
            maxPool2d(pool, { strides }),
            flatten(),
            dense(3),
          ],
          { inputShape: [7, 6, 2] },
        );
      const results = await Promise.all(
        [false, true].map((between) =>
          train({
            ...{ model: model(between), trainingSet: images(20), loss: softmaxCrossEntropy(), batchSize: 8 },
            ...{ optimizer: sgd({ learningRate: 0.1 }), selector: randomShuffling(), stop: { epochs: 4 } },
          }),
        ),
      );
      const [fused, unfused] = results.map(({ weights, history }) => ({
        parameters: weights.parameters,
        losses: history.batchLosses,
      }));
      expectClose(fused!.losses, unfused!.losses, { tolerance: 1e-5, what: 'losses' });
      expectClose(fused!.parameters, [...unfused!.parameters], { tolerance: 1e-5, what: 'parameters' });
    },
  );
});
