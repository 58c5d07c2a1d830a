import { expect, it } from 'vitest';
import { RecentLosses } from './recent-losses.js';

it('gives percentiles among the last losses', () => {
  const recent = new RecentLosses(4);
  for (const loss of [9, 1, 2, NaN, 3, 4, Infinity]) recent.add(loss);
  // The 9 has been driven out.
  expect(recent.percentileOf(1)).toBe(1 / 8);
  expect(recent.percentileOf(2.5)).toBe(1 / 2);
  expect(recent.percentileOf(5)).toBe(1);
  for (let i = 0; i < 4; i++) recent.add(7);
  expect(recent.percentileOf(7)).toBe(1 / 2);
  expect(recent.percentileOf(6)).toBe(0);
});

it('takes what is not finite for the highest', () => {
  const recent = new RecentLosses(4);
  recent.add(1);
  expect([NaN, Infinity].map((loss) => recent.percentileOf(loss))).toEqual([1, 1]);
});
