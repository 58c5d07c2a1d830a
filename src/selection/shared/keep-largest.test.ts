import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { ascending } from '../../../test/support/play-selector.js';
import { keepLargest } from './keep-largest.js';

const kept = (values: readonly number[], share: number, seed = 1) =>
  ascending([
    ...keepLargest((sample) => values[sample]!, { size: values.length, share, rng: new Rng(seed) }),
  ]);

it('keeps the share of the largest values, at least one, NaN last', () => {
  expect(kept([3, NaN, 5, -1, 4], 0.6)).toEqual([0, 2, 4]);
  expect(kept([3, NaN, 5, -1, 4], 0.8)).toEqual([0, 2, 3, 4]);
  expect(kept([1, 2], 0.01)).toEqual([1]);
});

it('chooses among equal values at random, each equally often', () => {
  const counts = new Array<number>(6).fill(0);
  for (let seed = 0; seed < 500; seed++) for (const i of kept([1, 1, 1, 1, 7, 1], 0.5, seed)) counts[i]!++;
  expect(counts[4]).toBe(500);
  // The other two places go to five samples; six standard deviations.
  const deviation = 6 * Math.sqrt(500 * 0.4 * 0.6);
  for (const i of [0, 1, 2, 3, 5]) expect(Math.abs(counts[i]! - 200)).toBeLessThan(deviation);
});
