import { expect, it } from 'vitest';
import { LossMemory } from './loss-memory.js';

it('keeps the last finite loss of each sample', () => {
  const memory = new LossMemory(5);
  memory.keep(Uint32Array.of(3, 0, 3), Float32Array.of(1, 2, 0.5));
  memory.keep(Uint32Array.of(0, 1, 2), Float32Array.of(NaN, Infinity, 0));
  expect(memory.losses).toEqual(Float32Array.of(2, NaN, 0, 0.5, NaN));
  expect([0, 1, 2, 3, 4].map((sample) => memory.isSeen(sample))).toEqual([true, false, true, true, false]);
});
