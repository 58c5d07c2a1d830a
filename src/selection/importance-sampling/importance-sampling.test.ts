import { expect, it } from 'vitest';
import { ascending, type LossOf, play, samplesOf } from '../../../test/support/play-selector.js';
import type { SelectionContext, StepOutcome } from '../../training/index.js';
import { importanceSampling, type ImportanceSamplingOptions } from './importance-sampling.js';

const situation = { size: 60, batchSize: 4, classes: 2, seed: 1 };

/** Makes steps whose gradient norms are given, and keeps what was scored. */
function stepper(options: ImportanceSamplingOptions, normOf: (sample: number) => number, of = situation) {
  const selector = importanceSampling(options)(samplesOf(of));
  const signalsOf = (samples: Uint32Array) => {
    const gradientNorm = Float32Array.from(samples, normOf);
    return { loss: gradientNorm, gradientNorm };
  };
  const step = async () => {
    const pools: Uint32Array[] = [];
    const context: SelectionContext = {
      ...{ step: 0, epoch: 0, learningRate: 1 },
      score: (samples) => {
        pools.push(samples.slice());
        return Promise.resolve(signalsOf(samples));
      },
    };
    const batch = await selector.select(context);
    const { indices } = batch;
    selector.observe!({ ...context, indices, signals: signalsOf(indices) } satisfies StepOutcome);
    return { ...batch, scored: pools[0], gain: selector.state!['gain'] as number };
  };
  return { step };
}

it('measures the gain as the formula of the paper does, in an exponential average that begins at 0', async () => {
  const norms = [1, 2, 3, 10];
  const { step } = stepper({ threshold: 100 }, (sample) => norms[sample]!, { ...situation, size: 4 });
  // g = s / 16, u = 1/4: ‖g − u‖² = 50/256 and ‖g‖² = 114/256.
  const tau = (1 - 50 / 114) ** -0.5;
  expect((await step()).gain).toBeCloseTo(0.1 * tau, 12);
  expect((await step()).gain).toBeCloseTo((0.1 + 0.09) * tau, 12);
});

it('trains uniform batches and scores nothing until the gain is above the threshold', async () => {
  // One sample of four has all of the gradient, so the gain of a batch that has it is √4 = 2.
  const { step } = stepper({ threshold: 1.2, decay: 0.5 }, () => 1);
  const trained: number[] = [];
  for (let i = 0; i < 15; i++) {
    const { indices, weights, scored, gain } = await step();
    expect([weights, scored]).toEqual([undefined, undefined]);
    expect(gain).toBeCloseTo(1 - 0.5 ** (i + 1), 12);
    trained.push(...indices);
  }
  expect(ascending(trained)).toEqual([...Array(60).keys()]);
});

it('draws from a scored pool of B = 3b once it is, and follows the gain of the pools', async () => {
  let skewed = true;
  const normOf = (sample: number) => (skewed ? (sample % 4) ** 4 : 1);
  const { step } = stepper({ decay: 0, threshold: 1.3 }, normOf, { ...situation, size: 4000 });
  await step();
  for (let i = 0; i < 50; i++) {
    const { indices, weights, divisor, scored } = await step();
    expect(scored!.length).toBe(12);
    const norms = Array.from(scored!, normOf);
    const mean = norms.reduce((a, b) => a + b) / 12;
    expect(indices.length).toBe(4);
    expect(indices.every((sample) => scored!.includes(sample) && normOf(sample) > 0)).toBe(true);
    // w = 1 / (B g), and g = s / Σs.
    indices.forEach((sample, j) => expect(weights![j]).toBeCloseTo(mean / normOf(sample), 4));
    expect(divisor).toBe(4);
  }
  skewed = false;
  // The pool that shows that the gain is gone is drawn from; then no more is scored.
  expect((await step()).scored).toBeDefined();
  expect((await step()).scored).toBeUndefined();
});

it('is unbiased: what a batch estimates is the mean over the set, though rests of passes are left out', async () => {
  const normOf = (sample: number) => 1 + (sample % 7) ** 2;
  const valueOf = (sample: number) => Math.cos(sample) + 2;
  const { step } = stepper({ threshold: 0, presample: 5 }, normOf, { ...situation, size: 50 });
  await step();
  let sum = 0;
  let squares = 0;
  const runs = 4000;
  for (let i = 0; i < runs; i++) {
    const { indices, weights, divisor, scored } = await step();
    expect(scored!.length).toBe(20);
    const estimate = indices.reduce((all, sample, j) => all + weights![j]! * valueOf(sample), 0) / divisor!;
    sum += estimate;
    squares += estimate ** 2;
  }
  const mean = Array.from({ length: 50 }, (_, i) => valueOf(i)).reduce((a, b) => a + b) / 50;
  const deviation = Math.sqrt((squares / runs - (sum / runs) ** 2) / runs);
  expect(Math.abs(sum / runs - mean)).toBeLessThan(5 * deviation);
  expect(deviation).toBeLessThan(0.05);
});

it('draws whole batches from whole pools, and leaves out the rest of a pass', async () => {
  const { step } = stepper({ threshold: 0 }, (sample) => sample + 1, { ...situation, size: 21 });
  const made = [];
  for (let i = 0; i < 5; i++) made.push(await step());
  expect(made.map(({ indices, scored }) => [indices.length, scored?.length])).toEqual([
    [4, undefined],
    [4, 12],
    [4, 12],
    [4, 12],
    [4, 12],
  ]);
});

it('draws samples without a finite norm as often as the others on average', async () => {
  const lossOf: LossOf = (index) => (index % 2 === 0 ? NaN : 5);
  const batches = await play(importanceSampling({ threshold: 0 })(samplesOf(situation)), situation, {
    steps: 200,
    lossOf,
  });
  for (const { weights } of batches.slice(1)) expect(new Set(weights)).toEqual(new Set([1]));
});

it('refuses a pool smaller than a batch', () => {
  expect(() => importanceSampling({ presample: 0.5 })).toThrow(
    'importanceSampling: presample must be a number of at least 1, got 0.5.',
  );
});
