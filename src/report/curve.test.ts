import { expect, test } from 'vitest';
import { curveOf } from './curve.js';

test('between its points a run lies on a straight line', () => {
  const { from, to, low, median, high, runs } = curveOf([
    [
      [0, 0],
      [59, 118],
    ],
  ]);
  expect([from, to]).toEqual([0, 59]);
  expect(median).toEqual(Array.from({ length: 60 }, (_, i) => 2 * i));
  expect(low).toEqual(median);
  expect(high).toEqual(median);
  expect(new Set(runs)).toEqual(new Set([1]));
});

test('a run counts from its first point to its last one', () => {
  const { median, runs } = curveOf([
    [
      [0, 1],
      [59, 1],
    ],
    [
      [10, 3],
      [20, 3],
    ],
  ]);
  expect(runs).toEqual(Array.from({ length: 60 }, (_, x) => (x >= 10 && x <= 20 ? 2 : 1)));
  expect(median[9]).toBe(1);
  expect(median[10]).toBe(2);
  expect(median[21]).toBe(1);
});

test('median and quartiles are those of the runs at a place', () => {
  const curve = curveOf([1, 2, 3, 4, 5].map((y) => [[7, y]]));
  expect(curve).toEqual({ from: 7, to: 7, low: [2], median: [3], high: [4], runs: [5] });
});

test('next to a value that is not finite there is none', () => {
  const { median, runs } = curveOf([
    [
      [0, 1],
      [29, 1],
      [30, null],
      [31, 5],
      [59, 5],
    ],
  ]);
  expect(median[29]).toBe(1);
  expect(median.slice(30, 31)).toEqual([null]);
  expect(median[31]).toBe(5);
  expect(runs[30]).toBe(0);
});

test('without points there is no curve', () => {
  expect(curveOf([[], []])).toEqual({ from: 0, to: 0, low: [], median: [], high: [], runs: [] });
});
