import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EffectiveShare } from './effective-share.js';

const shareOf = (importances: readonly number[], weights: readonly number[] = []) => {
  const share = new EffectiveShare();
  importances.forEach((importance, i) => share.add(importance, weights[i] ?? 1));
  return share.take();
};

it('is 1 for equal importances, and the share of those that have it all', () => {
  expect(shareOf([0.3, 0.3, 0.3])).toBeCloseTo(1, 12);
  expect(shareOf([0, 2, 0, 0, 2, 0, 0, 0])).toBeCloseTo(0.25, 12);
  expect(shareOf([1, 2, 3])).toBeCloseTo(36 / (3 * 14), 12);
});

it('is 1 where nothing was added, or nothing has any importance', () => {
  expect(shareOf([])).toBe(1);
  expect(shareOf([0, 0])).toBe(1);
});

it('begins anew', () => {
  const share = new EffectiveShare();
  [0, 0, 0, 1].forEach((importance) => share.add(importance, 1));
  expect(share.take()).toBeCloseTo(0.25, 12);
  [5, 5].forEach((importance) => share.add(importance, 1));
  expect(share.take()).toBeCloseTo(1, 12);
});

it('counts a sample of weight w as w samples', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.float({ min: 0, max: 9, noNaN: true }), fc.integer({ min: 1, max: 4 })), {
        minLength: 1,
      }),
      (samples) => {
        const repeated = samples.flatMap(([importance, weight]) => Array<number>(weight).fill(importance));
        const [importances, weights] = [samples.map(([x]) => x), samples.map(([, w]) => w)];
        const share = shareOf(importances, weights);
        expect(share).toBeCloseTo(shareOf(repeated), 9);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThan(1 + 1e-9);
      },
    ),
  ));
