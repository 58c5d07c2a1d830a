import { expect, it } from 'vitest';
import { progressOf } from './progress.js';

it('goes from 0 to 1 over the epochs of a schedule, and stays', () => {
  expect([0, 1, 4, 5].map((epoch) => progressOf(epoch, 4))).toEqual([0, 0.25, 1, 1]);
});

it('does not begin where the schedule has no length', () => {
  expect(progressOf(100, undefined)).toBe(0);
});
