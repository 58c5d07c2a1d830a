import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CappedWeights } from './capped-weights.js';

/** Chances by the paper's rule, the threshold found by looking at every number of capped samples. */
function chancesOf(weights: readonly number[], count: number, exploration: number): number[] {
  const size = weights.length;
  const share = (1 / count - exploration / size) / (1 - exploration);
  const descending = weights.toSorted((a, b) => b - a);
  const sumFrom = (start: number) => descending.slice(start).reduce((sum, weight) => sum + weight, 0);
  let cap = Infinity;
  for (let capped = 0; capped < size && descending[capped]! > Math.min(cap, share * sumFrom(0)); capped++) {
    cap = (share * sumFrom(capped + 1)) / (1 - share * (capped + 1));
  }
  const capped = weights.map((weight) => Math.min(weight, cap));
  const sum = capped.reduce((total, weight) => total + weight);
  return capped.map((weight) => count * ((1 - exploration) * (weight / sum) + exploration / size));
}

const setAll = (arms: CappedWeights, weights: readonly number[]) => {
  // Weights only fall, from 1 and together: to be scaled up again.
  weights.forEach((weight, sample) => arms.multiply(sample, weight));
  arms.settle();
};

it.each([
  [[1, 0.5, 0.25, 0.25], 2, 0.5],
  [[1, 0.001, 0.001, 0.001, 0.002], 2, 0.4],
  [[1, 0.9, 0.01, 0.01, 0.01, 0.02], 3, 0.1],
  [[0.9, 0.9, 0.9, 1e-6, 1e-6, 1e-6, 1e-6], 4, 0.2],
])(
  'gives the weights %j, %d a batch, the chances of the paper at an exploration of %d',
  (weights, count, exploration) => {
    const arms = new CappedWeights(weights.length, count, exploration);
    setAll(arms, weights);
    const expected = chancesOf(weights, count, exploration);
    weights.forEach((_, sample) => {
      expect(arms.chanceOf(sample)).toBeCloseTo(expected[sample]!, 5);
      expect(arms.isCapped(sample)).toBe(expected[sample]! > 1 - 1e-6);
    });
  },
);

it('gives chances from the floor to 1 that add up to the batch, whatever falls', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 1, max: 39 }),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      fc.array(fc.tuple(fc.nat(), fc.double({ min: 0.001, max: 1, noNaN: true })), { maxLength: 200 }),
      (size, count, exploration, falls) => {
        fc.pre(count < size);
        const arms = new CappedWeights(size, count, exploration);
        for (const [sample, factor] of falls) {
          arms.multiply(sample % size, factor);
          arms.settle();
          const chances = Array.from({ length: size }, (_, i) => arms.chanceOf(i));
          expect(chances.reduce((sum, chance) => sum + chance)).toBeCloseTo(count, 4);
          for (const chance of chances) {
            expect(chance).toBeLessThan(1 + 1e-5);
            expect(chance).toBeGreaterThan(((exploration * count) / size) * (1 - 1e-5));
          }
        }
      },
    ),
    { seed: 1, numRuns: 60 },
  ));

it('keeps a weight that never falls finite and at the chance 1, while all others fall', () => {
  const arms = new CappedWeights(4, 2, 0.5);
  for (let i = 0; i < 500; i++) {
    for (const sample of [1, 2, 3]) arms.multiply(sample, 0.6);
    arms.settle();
  }
  expect(Number.isFinite(arms.weights[0])).toBe(true);
  expect([0, 1, 2, 3].map((sample) => arms.isCapped(sample))).toEqual([true, false, false, false]);
  [1, 1 / 3, 1 / 3, 1 / 3].forEach((chance, sample) => expect(arms.chanceOf(sample)).toBeCloseTo(chance, 5));
});

it('keeps weights from vanishing, however long they fall', () => {
  const arms = new CappedWeights(3, 1, 0.5);
  for (let i = 0; i < 3000; i++) {
    for (const sample of [0, 1, 2]) arms.multiply(sample, sample === 0 ? 0.5 : 0.51);
    arms.settle();
  }
  expect(arms.chanceOf(0)).toBeCloseTo(0.5 / 3, 6);
  expect(arms.chanceOf(1)).toBeCloseTo(0.5 / 2 + 0.5 / 3, 6);
});
