import { expect, it } from 'vitest';
import { typicalSeconds } from './typical-seconds.js';

it('is what a run took that was made once', () => {
  expect(typicalSeconds([[1, 3, 4]])).toEqual([1, 3, 4]);
  expect(typicalSeconds([[]])).toEqual([]);
});

it('passes over the pauses that attempts had, each at another place', () => {
  expect(
    typicalSeconds([
      [9, 10, 11, 12],
      [1, 10, 11, 12],
      [1, 2, 3, 12],
    ]),
  ).toEqual([1, 2, 3, 4]);
});

it('keeps what all attempts had', () => {
  expect(
    typicalSeconds([
      [1, 6],
      [2, 7],
    ]),
  ).toEqual([1.5, 6.5]);
});
