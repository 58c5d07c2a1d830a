import { expect, it } from 'vitest';
import { samplesOf } from '../../../test/support/play-selector.js';
import { wholeBatches } from './whole-batches.js';

it('rounds up to whole batches, at least one, at most all samples', () => {
  const samples = samplesOf({ size: 20, batchSize: 8, classes: 2, seed: 1 });
  expect([0, 1, 8, 8.5, 16, 17, 20].map((count) => wholeBatches(count, samples))).toEqual([
    8, 8, 8, 16, 16, 20, 20,
  ]);
  expect(wholeBatches(1, { ...samples, batchSize: 50 })).toBe(20);
});
