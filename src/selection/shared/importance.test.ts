import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rng } from '../../core/rng.js';
import { drawByImportance, importancesOf } from './importance.js';

it('leaves scores that can be drawn by as they are', () => {
  const scores = Float32Array.of(0, 1, 2.5);
  expect(importancesOf(scores)).toEqual(scores);
});

it('counts a negative score as none, and one that is not finite as the mean of the others', () => {
  expect([...importancesOf(Float32Array.of(NaN, -2, 1, 5, Infinity))]).toEqual([2, 0, 1, 5, 2]);
});

it('makes all equal where there is nothing to go by', () => {
  for (const score of [NaN, Infinity, 0, -1]) {
    expect([...importancesOf(new Float32Array(3).fill(score))]).toEqual([1, 1, 1]);
  }
});

it('makes importances of any scores', () =>
  fc.assert(
    fc.property(fc.float32Array({ minLength: 1 }), (scores) => {
      const importances = importancesOf(scores);
      expect(importances.every((value) => value >= 0 && value < Infinity)).toBe(true);
      expect(importances.some((value) => value > 0)).toBe(true);
    }),
  ));

it('draws in proportion to the importances', () => {
  const draws = 20_000;
  const counts = [0, 0, 0, 0];
  for (const place of drawByImportance(Float32Array.of(1, 0, 3, 6), draws, new Rng(1))) counts[place]!++;
  expect(counts[1]).toBe(0);
  for (const [place, share] of [0.1, 0, 0.3, 0.6].entries()) {
    // Six standard deviations.
    const deviation = 6 * Math.sqrt(draws * share * (1 - share));
    expect(Math.abs(counts[place]! - draws * share)).toBeLessThanOrEqual(deviation);
  }
});
