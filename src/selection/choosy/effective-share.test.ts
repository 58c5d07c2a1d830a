import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Kernel } from './kernel.js';

/** The effective share of a round through samples. */
function shareOf(
  importances: readonly number[],
  weights: readonly number[] = importances.map(() => 1),
  round: readonly number[] = [...importances.keys()],
): number {
  const size = importances.length;
  const kernel = new Kernel({ size, labels: new Int32Array(size), batchSize: 1, rng: new Rng(1) }, 0);
  kernel.gradients.set(importances);
  kernel.weights.set(weights);
  kernel.round.set(round);
  return kernel.effectiveShare(round.length);
}

it('is 1 for equal importances, and the share of those that have it all', () => {
  expect(shareOf([0.5, 0.5, 0.5])).toBe(1);
  expect(shareOf([0, 2, 0, 0, 2, 0, 0, 0])).toBe(0.25);
  expect(shareOf([1, 2, 3])).toBe(36 / (3 * 14));
});

it('is 1 where nothing was seen, or nothing has any importance', () => {
  expect(shareOf([])).toBe(1);
  expect(shareOf([0, 0])).toBe(1);
});

it('looks at nothing but what was seen', () => {
  expect(shareOf([1, 0, 9, 9], [1, 1, 7, 7], [1, 0])).toBe(0.5);
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
