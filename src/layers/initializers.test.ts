import { describe, expect, it } from 'vitest';
import { Rng } from '../core/rng.js';
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  ones,
  orthogonal,
  randomUniform,
  zeros,
} from './initializers.js';

const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
const deviation = (values: Float32Array) => Math.sqrt(mean(values.map((x) => x * x)) - mean(values) ** 2);

const kernel = [150, 250];
/** [height, width, channels, filters]: each channel and filter is met by 3 · 3 taps. */
const filters = [3, 3, 40, 60];

describe('constants', () => {
  it('are what they say', () => {
    expect(zeros([2, 3], new Rng(1))).toEqual(new Float32Array(6));
    expect(ones([2], new Rng(1))).toEqual(Float32Array.of(1, 1));
  });
});

describe('uniform ones fill their range evenly', () => {
  const cases: [string, Initializer, number[], number][] = [
    ['randomUniform', randomUniform, kernel, 0.05],
    ['glorotUniform', glorotUniform, kernel, Math.sqrt(6 / 400)],
    ['glorotUniform of filters', glorotUniform, filters, Math.sqrt(6 / (9 * 100))],
    ['heUniform', heUniform, kernel, Math.sqrt(6 / 150)],
    ['heUniform of filters', heUniform, filters, Math.sqrt(6 / (9 * 40))],
  ];
  it.each(cases)('%s', (_, initializer, shape, limit) => {
    const values = initializer(shape, new Rng(1));
    expect(values.length).toBe(shape.reduce((a, b) => a * b, 1));
    expect(Math.max(...values.subarray(0, 20_000))).toBeLessThanOrEqual(Math.fround(limit));
    expect(values.every((x) => Math.abs(x) <= Math.fround(limit))).toBe(true);
    // About 20,000 values or more: within 3 % of where they belong.
    expect(Math.abs(mean(values))).toBeLessThan(0.03 * limit);
    expect(deviation(values) / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
    for (let tenth = -10; tenth < 10; tenth++) {
      const inside = values.filter((x) => x >= (tenth * limit) / 10 && x < ((tenth + 1) * limit) / 10);
      expect(inside.length / values.length).toBeCloseTo(0.05, 1.7);
    }
  });
});

describe('normal ones have the standard deviation after cutting at two of them', () => {
  const cases: [string, Initializer, number[], number][] = [
    ['glorotNormal', glorotNormal, kernel, Math.sqrt(2 / 400)],
    ['glorotNormal of filters', glorotNormal, filters, Math.sqrt(2 / (9 * 100))],
    ['heNormal', heNormal, kernel, Math.sqrt(2 / 150)],
    ['heNormal of filters', heNormal, filters, Math.sqrt(2 / (9 * 40))],
  ];
  it.each(cases)('%s', (_, initializer, shape, standardDeviation) => {
    const values = initializer(shape, new Rng(1));
    expect(Math.abs(mean(values))).toBeLessThan(0.03 * standardDeviation);
    expect(Math.abs(deviation(values) / standardDeviation - 1)).toBeLessThan(0.02);
    const limit = (2 * standardDeviation) / 0.8796;
    expect(values.every((x) => Math.abs(x) <= limit)).toBe(true);
    expect(values.some((x) => Math.abs(x) > 0.95 * limit)).toBe(true);
  });
});

describe('orthogonal', () => {
  it.each([[[8, 8]], [[5, 20]], [[20, 5]], [[3, 2, 4]], [[1, 7]], [[64, 64]]])(
    'has orthonormal rows or columns, whichever are fewer: %j',
    (shape) => {
      const values = orthogonal(shape, new Rng(2));
      const columns = shape.at(-1)!;
      const rows = values.length / columns;
      const at = (row: number, column: number) => values[row * columns + column]!;
      const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++) {
          let product = 0;
          for (let k = 0; k < length; k++) {
            product += rows < columns ? at(a, k) * at(b, k) : at(k, a) * at(k, b);
          }
          expect(product).toBeCloseTo(a === b ? 1 : 0, 6);
        }
      }
    },
  );

  it('has no preferred direction', () => {
    const firsts = Float32Array.from({ length: 2000 }, (_, seed) => orthogonal([3, 3], new Rng(seed))[0]!);
    expect(Math.abs(mean(firsts))).toBeLessThan(0.08);
    expect(deviation(firsts)).toBeCloseTo(Math.sqrt(1 / 3), 1);
  });
});

describe('all', () => {
  it.each(Object.entries({ glorotUniform, glorotNormal, heUniform, heNormal, orthogonal, randomUniform }))(
    '%s depends on the seed alone',
    (_, initializer) => {
      expect(initializer([4, 6], new Rng(7))).toEqual(initializer([4, 6], new Rng(7)));
      expect(initializer([4, 6], new Rng(7))).not.toEqual(initializer([4, 6], new Rng(8)));
    },
  );
});
