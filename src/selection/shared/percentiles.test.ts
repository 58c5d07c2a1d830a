import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Percentiles } from './percentiles.js';

it('gives the share below, equal ones counted by half', () => {
  const percentiles = new Percentiles();
  for (const loss of [0.1, 0.2, 0.2, 5, -1, Infinity, NaN]) percentiles.add(loss);
  expect(percentiles.count).toBe(6);
  expect(percentiles.of(0.1)).toBe(1.5 / 6);
  expect(percentiles.of(0.2)).toBe(3 / 6);
  expect(percentiles.of(1)).toBe(4 / 6);
  expect(percentiles.of(Infinity)).toBe(5.5 / 6);
  expect(percentiles.of(-2)).toBe(0);
});

it('is half where there is nothing', () => {
  expect(new Percentiles().of(3)).toBe(0.5);
});

const losses = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1 });

it('lies between the shares at the ends of a bin, and forgets what is removed', () =>
  fc.assert(
    fc.property(losses, losses, fc.double({ min: 0.01, max: 100, noNaN: true }), (kept, removed, loss) => {
      const percentiles = new Percentiles();
      for (const each of [...removed, ...kept]) percentiles.add(each);
      for (const each of removed) percentiles.remove(each);
      const shareBelow = (limit: number) => kept.filter((each) => each < limit).length / kept.length;
      expect(percentiles.count).toBe(kept.length);
      expect(percentiles.of(loss)).toBeGreaterThanOrEqual(shareBelow(loss * (1 - 1 / 63)));
      expect(percentiles.of(loss)).toBeLessThanOrEqual(shareBelow(loss * (1 + 1 / 63)));
    }),
  ));
