import { expect, it } from 'vitest';
import { Rng } from '../core/rng.js';
import { Bootstrap, geometricMean } from './bootstrap.js';

const resample = (values: readonly number[], seed = 1) => new Bootstrap(new Rng(seed)).resample(values);

it('is exact where all seeds say the same', () => {
  const { ratio, low, high } = geometricMean([resample([2, 2, 2].map(Math.log))]);
  for (const value of [ratio, low, high]) expect(value).toBeCloseTo(2, 12);
});

it('weighs tasks alike, however many seeds they have', () => {
  expect(geometricMean([resample([0, 0, 0, 0]), resample([Math.log(4)])]).ratio).toBeCloseTo(2, 12);
});

it('has the interval of the binomial distribution for values of 0 and 1', () => {
  // Means of 20 draws are k/20 with k binomial(20, 0.5): P(k <= 5) = 0.0207, P(k <= 6) = 0.0577.
  const values = Array.from({ length: 20 }, (_, i) => i % 2);
  const { low, high } = geometricMean([resample(values)]);
  expect([Math.log(low), Math.log(high)]).toEqual([expect.closeTo(0.3, 9), expect.closeTo(0.7, 9)]);
});

it('narrows over tasks that are drawn by generators of their own', () => {
  const values = Array.from({ length: 20 }, (_, i) => i % 2);
  const width = (tasks: Parameters<typeof geometricMean>[0]) => {
    const { low, high } = geometricMean(tasks);
    return Math.log(high / low);
  };
  const one = width([resample(values)]);
  const four = width([1, 2, 3, 4].map((seed) => resample(values, seed)));
  expect(four / one).toBeGreaterThan(0.4);
  expect(four / one).toBeLessThan(0.6);
});

it('draws all lists of a length alike, whatever came before', () => {
  const values = [0.1, 0.5, -0.2, 0.3];
  const bootstrap = new Bootstrap(new Rng(3));
  bootstrap.resample([1, 2]);
  const [first, again] = [bootstrap.resample(values), bootstrap.resample(values)];
  expect(again).toEqual(first);
  expect(first).toEqual(resample(values, 3));
});
