import { expect, it } from 'vitest';
import { play, samplesOf } from '../../../test/support/play-selector.js';
import { sequentialOrder } from './sequential.js';

it('goes through all samples in order, over and over', async () => {
  const situation = { size: 7, batchSize: 3, classes: 2, seed: 1 };
  const selector = sequentialOrder()(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 4 });
  expect(batches.map(({ indices }) => [...indices])).toEqual([[0, 1, 2], [3, 4, 5], [6], [0, 1, 2]]);
});
