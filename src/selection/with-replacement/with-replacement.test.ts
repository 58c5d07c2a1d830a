import { expect, it } from 'vitest';
import { play, samplesOf } from '../../../test/support/play-selector.js';
import { withReplacement } from './with-replacement.js';

it('draws full batches, every sample equally often', async () => {
  const situation = { size: 10, batchSize: 10, classes: 2, seed: 1 };
  const selector = withReplacement()(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 1000 });
  const all = batches.flatMap(({ indices }) => [...indices]);
  expect(all.length).toBe(10_000);
  const deviation = 6 * Math.sqrt((10_000 * 9) / 100);
  for (let index = 0; index < 10; index++) {
    expect(Math.abs(all.filter((other) => other === index).length - 1000)).toBeLessThan(deviation);
  }
  expect(new Set(batches[0]!.indices).size).toBeLessThan(10);
});
