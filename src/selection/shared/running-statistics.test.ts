import { expect, it } from 'vitest';
import { ExponentialAverage, RunningStatistics } from './running-statistics.js';

it('gives mean and variance of the finite values', () => {
  const statistics = new RunningStatistics();
  expect([statistics.count, statistics.mean, statistics.variance]).toEqual([0, 0, 0]);
  for (const value of [2, 4, NaN, 4, 4, 5, Infinity, 5, 7, 9]) statistics.add(value);
  expect(statistics.count).toBe(8);
  expect(statistics.mean).toBe(5);
  expect(statistics.variance).toBeCloseTo(4, 12);
});

it('keeps its digits where values are large and differ little', () => {
  const statistics = new RunningStatistics();
  for (const value of [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) statistics.add(value);
  expect(statistics.variance).toBe(22.5);
});

it('averages with exponentially falling weights', () => {
  const average = new ExponentialAverage(0.5);
  expect(average.value).toBeNaN();
  average.add(3);
  expect(average.value).toBe(3);
  average.add(-Infinity);
  average.add(6);
  // Weights 1/4 and 1/2.
  expect(average.value).toBe((3 / 4 + 6 / 2) / (3 / 4));
});
