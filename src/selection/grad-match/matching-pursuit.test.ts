import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Rng } from '../../core/rng.js';
import { matchingPursuit } from './matching-pursuit.js';

const vectorsOf = (rows: readonly (readonly number[])[]) => rows.map((row) => Float64Array.from(row));
const combined = (
  vectors: readonly Float64Array[],
  { places, weights }: ReturnType<typeof matchingPursuit>,
) =>
  Array.from(vectors[0]!, (_, k) =>
    places.reduce((sum, place, i) => sum + weights[i]! * vectors[place]![k]!, 0),
  );
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (x, i) => x - b[i]!));

it('takes vectors in the order of what they match of the rest, with the weights of least squares', () => {
  // The sum is (4, 2): the first vector has the product 12 with it, the second 2.
  const vectors = vectorsOf([
    [3, 0],
    [0, 1],
    [1, 1],
  ]);
  const first = matchingPursuit(vectors, { count: 1, lambda: 0 });
  expect(first.places).toEqual([0]);
  expect(first.weights[0]).toBeCloseTo(4 / 3, 12);
  // What is left is (0, 2): the second and the third have the product 2, and the second comes first.
  const both = matchingPursuit(vectors, { count: 2, lambda: 0 });
  expect(both.places).toEqual([0, 1]);
  both.weights.forEach((weight, i) => expect(weight).toBeCloseTo([4 / 3, 2][i]!, 12));
});

it('shrinks the weights by λ', () => {
  const { weights } = matchingPursuit(vectorsOf([[3]]), { count: 1, lambda: 0.5 });
  // (9 + 0.5) w = 9.
  expect(weights[0]).toBeCloseTo(9 / 9.5, 12);
});

it('fits the weights of those taken as the normal equations have it, all of them positive', () => {
  const noise = new Rng(3);
  for (let run = 0; run < 30; run++) {
    const vectors = Array.from({ length: 20 }, () =>
      Float64Array.from({ length: 8 }, () => noise.normal() + 0.3),
    );
    const sum = vectors[0]!.map((_, k) => vectors.reduce((all, vector) => all + vector[k]!, 0));
    const lambda = 0.5;
    const match = matchingPursuit(vectors, { count: 6, lambda });
    expect(match.weights.every((weight) => weight > 0)).toBe(true);
    const rest = combined(vectors, match).map((x, k) => sum[k]! - x);
    for (const [i, place] of match.places.entries()) {
      const gradient =
        vectors[place]!.reduce((all, x, k) => all + x * rest[k]!, 0) - lambda * match.weights[i]!;
      expect(gradient).toBeCloseTo(0, 8);
    }
  }
});

it('comes nearer to the sum the more vectors it may take', () => {
  const noise = new Rng(4);
  const vectors = Array.from({ length: 40 }, () =>
    Float64Array.from({ length: 10 }, () => noise.normal() + 0.3),
  );
  const sum = vectors[0]!.map((_, k) => vectors.reduce((all, vector) => all + vector[k]!, 0));
  const errors = [1, 3, 6, 20].map((count) =>
    distance(combined(vectors, matchingPursuit(vectors, { count, lambda: 0 })), sum),
  );
  expect(errors).toEqual(errors.toSorted((a, b) => b - a));
  expect(errors[3]).toBeLessThan(1e-8);
});

it('gives distinct places and usable weights whatever the vectors', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }).chain((length) =>
        fc.array(
          fc.array(fc.oneof(fc.constant(0), fc.float({ noNaN: true, noDefaultInfinity: true })), {
            minLength: length,
            maxLength: length,
          }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
      ),
      fc.integer({ min: 1, max: 15 }),
      (rows, count) => {
        const { places, weights } = matchingPursuit(vectorsOf(rows), { count, lambda: 0.5 });
        expect(new Set(places).size).toBe(places.length);
        expect(places.length).toBeLessThanOrEqual(Math.min(count, rows.length));
        expect(weights.every((weight) => Math.fround(weight) > 0 && Math.fround(weight) < Infinity)).toBe(
          true,
        );
      },
    ),
  ));
