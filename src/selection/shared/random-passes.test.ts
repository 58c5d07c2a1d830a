import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { RandomPasses } from './random-passes.js';

it('takes every sample once a pass, the last time what is left', () => {
  const passes = new RandomPasses(7, new Rng(1));
  const all: number[][] = [];
  for (let pass = 0; pass < 2; pass++) {
    expect(passes.ended).toBe(true);
    const taken = [passes.take(3), passes.take(3), passes.take(3)];
    expect(taken.map(({ length }) => length)).toEqual([3, 3, 1]);
    all.push(taken.flatMap((samples) => [...samples]));
  }
  for (const pass of all) expect(pass.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(all[0]).not.toEqual(all[1]);
});
