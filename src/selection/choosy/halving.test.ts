import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, samplesOf, situations } from '../../../test/support/play-selector.js';
import type { SampleInfo } from '../../training/index.js';
import { batchStart } from './batch-start.js';
import { locateAll, widthOf } from './coordinates.js';
import { Kernel } from './kernel.js';

function kernelFor(samples: SampleInfo, gradients: Float32Array): Kernel {
  const kernel = new Kernel(samples, widthOf(samples));
  if (samples.features) locateAll(samples, kernel);
  kernel.gradients.set(gradients);
  return kernel;
}

/** Samples in the order of their batches. */
function arrange(kernel: Kernel, samples: readonly number[], batches: number): Uint32Array {
  const order = kernel.round.subarray(0, samples.length);
  order.set(samples);
  kernel.arrange(order, batches);
  return order;
}

/** The batches of a round of samples whose gradients are given. */
function arranged(samples: SampleInfo, round: readonly number[], gradients: Float32Array): number[][] {
  const batches = Math.ceil(round.length / samples.batchSize);
  const order = arrange(kernelFor(samples, gradients), round, batches);
  const start = (batch: number) => batchStart(batch, batches, round.length);
  return Array.from({ length: batches }, (_, batch) => [...order.subarray(start(batch), start(batch + 1))]);
}

/** A data set, and a round through some of it. */
const cases = situations.chain((situation) =>
  fc.record({
    samples: fc.constant(samplesOf(situation)),
    round: fc.uniqueArray(fc.nat(situation.size - 1), { minLength: 1 }),
    gradients: fc.constant(Float32Array.from({ length: situation.size }, (_, i) => Math.sin(i * 7.3))),
  }),
);

it('keeps the samples of the round, in batches whose sizes differ by one at most', () =>
  fc.assert(
    fc.property(cases, ({ samples, round, gradients }) => {
      const batches = arranged(samples, round, gradients);
      expect(ascending(batches.flat())).toEqual(ascending(round));
      const sizes = batches.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(samples.batchSize);
    }),
  ));

it('gives each batch one of every block of neighbours', () => {
  const samples = { size: 64, labels: new Float32Array(64), batchSize: 8, rng: new Rng(5) };
  const gradients = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * i));
  const round = [...gradients.keys()];
  const batches = arranged(samples, round, gradients);
  for (const batch of batches) {
    expect(ascending(batch.map((sample) => Math.floor(sample / 8)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
  // Two batches that follow each other have one of every four neighbours, four of them one of every two.
  for (const parts of [2, 4]) {
    for (let start = 0; start < 8; start += parts) {
      const samplesOfPart = batches.slice(start, start + parts).flat();
      const cells = new Set(samplesOfPart.map((sample) => Math.floor((sample * parts) / 8)));
      expect(cells.size).toBe(samplesOfPart.length);
    }
  }
});

/** Mean squared distance of the batches' mean from that of the round, of a value that samples have. */
function spread(batches: readonly (readonly number[])[], valueOf: (sample: number) => number): number {
  const meanOf = (samples: readonly number[]) =>
    samples.reduce((sum, sample) => sum + valueOf(sample), 0) / samples.length;
  const whole = meanOf(batches.flat());
  return batches.reduce((sum, batch) => sum + (meanOf(batch) - whole) ** 2, 0) / batches.length;
}

it('makes the gradients of a linear model nearly the same in all batches', () => {
  const rng = new Rng(7);
  const size = 2000;
  const features = Float32Array.from({ length: 4 * size }, () => rng.normal());
  const gradients = Float32Array.from({ length: size }, () => rng.normal());
  const samples = { size, labels: new Float32Array(size), features, batchSize: 40, rng };
  const all = [...gradients.keys()];
  const batches = arranged(samples, all, gradients);
  const shuffled = rng.shuffle(Uint32Array.from(all));
  const random = batches.map((_, i) => [...shuffled.subarray(40 * i, 40 * i + 40)]);
  for (let j = 0; j <= 4; j++) {
    const partOf = (sample: number) => gradients[sample]! * (j < 4 ? features[4 * sample + j]! : 1);
    expect(spread(batches, partOf)).toBeLessThan(spread(random, partOf) / 3);
  }
});

it('balances each class for itself', () => {
  const rng = new Rng(8);
  const size = 2000;
  const labels = Int32Array.from({ length: size }, (_, i) => Math.floor(i / 1000));
  const features = Float32Array.from({ length: size }, () => rng.normal());
  const gradients = Float32Array.from({ length: size }, () => rng.uniform());
  const samples = { size, labels, classes: 2, features, batchSize: 40, rng };
  const batches = arranged(samples, [...labels.keys()], gradients);
  const shuffled = rng.shuffle(Uint32Array.from(labels.keys()));
  const random = batches.map((_, i) => [...shuffled.subarray(40 * i, 40 * i + 40)]);
  for (const label of [0, 1]) {
    const partOf = (sample: number) => (labels[sample] === label ? gradients[sample]! : 0);
    expect(spread(batches, partOf)).toBeLessThan(spread(random, partOf) / 3);
    for (const batch of batches) expect(batch.filter((sample) => labels[sample] === label)).toHaveLength(20);
  }
});

it('is not the same every time', () => {
  const samples = { size: 64, labels: new Float32Array(64), batchSize: 8, rng: new Rng(5) };
  const [first, second] = [0, 1].map(() => arranged(samples, [...Array(64).keys()], new Float32Array(64)));
  expect(first).not.toEqual(second);
});

it('balances every part for itself, whatever was left of the one before', () => {
  const gradients = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * i));
  const halvesAfter = (parts: number) => {
    const rng = new Rng(5);
    const samples = { size: 64, labels: new Float32Array(64), batchSize: 16, rng };
    const kernel = kernelFor(samples, gradients);
    // Each halving tosses its coins with one number; where no part came before, it is thrown away.
    if (parts === 0) rng.integer(2 ** 31);
    for (let part = 0; part < parts; part++) arrange(kernel, [1, 2, 3, 4], 2);
    return arrange(
      kernel,
      Array.from({ length: 32 }, (_, i) => 32 + i),
      2,
    );
  };
  expect(halvesAfter(1)).toEqual(halvesAfter(0));
});

it('takes any gradient', () => {
  const samples = { size: 6, labels: new Float32Array(6), batchSize: 2, rng: new Rng(1) };
  const batches = arranged(
    samples,
    [0, 1, 2, 3, 4, 5],
    Float32Array.of(NaN, Infinity, -Infinity, 0, 1e38, -1e38),
  );
  expect(ascending(batches.flat())).toEqual([0, 1, 2, 3, 4, 5]);
});
