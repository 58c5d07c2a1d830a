import fc from 'fast-check';
import { expect, it } from 'vitest';
import { highestLosses, topK } from './top-k.js';

const values = fc.oneof(
  fc.float32Array({ minLength: 1, maxLength: 60 }),
  // Many equal ones, with the zeros of both signs.
  fc.array(fc.constantFrom(-1, -0, 0, 1, NaN, Infinity), { minLength: 1 }).map((a) => Float32Array.from(a)),
);

/** NaN after all others, ties by index. */
function bySorting(of: Float32Array, k: number): number[] {
  const before = (a: number, b: number) =>
    Number(Number.isNaN(of[a])) - Number(Number.isNaN(of[b])) || (of[a]! > of[b]! ? -1 : 1);
  const order = [...of.keys()].sort((a, b) => (Object.is(of[a]! + 0, of[b]! + 0) ? a - b : before(a, b)));
  return order.slice(0, k).sort((a, b) => a - b);
}

it('gives what sorting gives', () =>
  fc.assert(
    fc.property(values, fc.nat(), (of, any) => {
      const k = any % (of.length + 1);
      expect([...topK(of, k)]).toEqual(bySorting(of, k));
    }),
  ));

it('leaves the values as they are, and minds where a view begins', () => {
  const all = Float32Array.of(9, 1, 3, 2, 8);
  expect(topK(all.subarray(1, 4), 2)).toEqual(Uint32Array.of(1, 2));
  expect(all).toEqual(Float32Array.of(9, 1, 3, 2, 8));
});

it('puts losses that are not finite last', () => {
  const losses = Float32Array.of(1, Infinity, 3, NaN, 2, -Infinity);
  expect(highestLosses(losses, 3)).toEqual(Uint32Array.of(0, 2, 4));
  expect(highestLosses(losses, 4)).toEqual(Uint32Array.of(0, 1, 2, 4));
  expect(losses[1]).toBe(Infinity);
});
