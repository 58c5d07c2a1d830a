import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dot } from './dot.js';

it('is the sum of the products of two pieces', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
        maxLength: 20,
      }),
      fc.nat(3),
      fc.nat(3),
      (pairs, startA, startB) => {
        const a = Float32Array.from([...Array<number>(startA).fill(7), ...pairs.map(([x]) => x), 7]);
        const b = Float64Array.from([...Array<number>(startB).fill(7), ...pairs.map(([, y]) => y), 7]);
        const expected = pairs.reduce((sum, [x, y]) => sum + x * y, 0);
        expect(dot(a, startA, b, startB, pairs.length)).toBe(expected + 0);
      },
    ),
  ));
