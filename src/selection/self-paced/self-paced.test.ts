import { expect, it } from 'vitest';
import { ascending, type LossOf, play, samplesOf } from '../../../test/support/play-selector.js';
import { selfPaced } from './self-paced.js';

const situation = { size: 10, batchSize: 10, classes: 2, seed: 1 };
const losses = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
const lossOf: LossOf = (index) => losses[index]!;
const upTo = (count: number) => [...Array(count).keys()];

it('trains all samples once, then those below a threshold that grows until all are in', async () => {
  const selector = selfPaced({ growth: 1.5 })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 11, lossOf });
  // Thresholds: the lower half ends at 5; then 7.5, 11.25, 16.9, 25.3, 38.0, 57.0, 85.4, 128.
  const counts = [10, 5, 7, 9, 9, 9, 9, 9, 9, 10, 10];
  expect(batches.map(({ indices }) => ascending([...indices]))).toEqual(counts.map(upTo));
  expect([...batches[10]!.indices]).not.toEqual(upTo(10));
});

it('goes by the last seen loss, so that samples may leave again', async () => {
  const selector = selfPaced({ initial: 0.3, growth: 1.01 })(samplesOf(situation));
  const forgotten: LossOf = (index, step) => (index === 0 && step === 1 ? 50 : losses[index]!);
  const batches = await play(selector, situation, { steps: 3, lossOf: forgotten });
  expect(batches.map(({ indices }) => ascending([...indices]))).toEqual([upTo(10), [0, 1, 2], [1, 2]]);
});

it('takes samples whose loss is not known for easy', async () => {
  const selector = selfPaced({ initial: 0.25 })(samplesOf(situation));
  const batches = await play(selector, situation, {
    steps: 2,
    lossOf: (index) => (index < 2 ? NaN : losses[index]!),
  });
  expect(ascending([...batches[1]!.indices])).toEqual([0, 1, 2, 3]);
});

it.each([0, -1, NaN])('trains all samples where losses of %d leave nothing to pace by', async (loss) => {
  const batches = await play(selfPaced()(samplesOf(situation)), situation, { steps: 3, lossOf: () => loss });
  expect(batches.map(({ indices }) => indices.length)).toEqual([10, 10, 10]);
});

it('refuses a threshold that does not grow', () => {
  expect(() => selfPaced({ growth: 1 })).toThrow('selfPaced: growth must be above 1, got 1.');
  expect(() => selfPaced({ initial: 0 })).toThrow('selfPaced: initial must be above 0 and at most 1, got 0.');
});
