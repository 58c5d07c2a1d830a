import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from './errors.js';
import { BATCH, broadcastShapes, formatShape, sameShape, sizeOf } from './shape.js';

describe('shapes', () => {
  it('have a size', () => {
    expect(sizeOf([])).toBe(1);
    expect(sizeOf([2, 3, 4])).toBe(24);
    expect(sizeOf([2, 0])).toBe(0);
    expect(sizeOf([BATCH, 3])).toBe(-3);
  });

  it('are written as people read them', () => {
    expect(formatShape([])).toBe('[]');
    expect(formatShape([BATCH, 3])).toBe('[batch, 3]');
    expect(formatShape([-30, 1])).toBe('[30·batch, 1]');
  });

  it('are the same if all sizes are', () => {
    expect(sameShape([2, BATCH], [2, BATCH])).toBe(true);
    expect(sameShape([2, 1], [2])).toBe(false);
    expect(sameShape([2, 1], [1, 2])).toBe(false);
  });
});

describe('broadcasting', () => {
  it.each([
    [[], [], []],
    [[3], [], [3]],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [[3], [2, 3], [2, 3]],
    [[BATCH, 4], [4], [BATCH, 4]],
    [
      [BATCH, 4],
      [1, 4],
      [BATCH, 4],
    ],
    [
      [5, 1, 3],
      [7, 1],
      [5, 7, 3],
    ],
  ])('%j and %j make %j', (a, b, result) => {
    expect(broadcastShapes(a, b)).toEqual(result);
    expect(broadcastShapes(b, a)).toEqual(result);
  });

  it.each([
    [[2], [3]],
    [
      [2, 3],
      [2, 1, 2],
    ],
    [[BATCH], [2]],
  ])('%j and %j are refused, both named', (a, b) => {
    const message = `The shapes ${formatShape(a)} and ${formatShape(b)} cannot be broadcast together.`;
    expect(() => broadcastShapes(a, b)).toThrow(new ShapeError(message));
  });

  it('keeps a shape that is broadcast with parts of itself set to 1', () => {
    const shapes = fc.array(fc.constantFrom(2, 3, 5, BATCH), { maxLength: 5 });
    fc.assert(
      fc.property(
        shapes,
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.nat(5),
        (shape, ones, cut) => {
          const part = shape.map((size, i) => (ones[i] ? 1 : size)).slice(Math.min(cut, shape.length));
          expect(broadcastShapes(shape, part)).toEqual(shape);
        },
      ),
      { seed: 1 },
    );
  });
});
