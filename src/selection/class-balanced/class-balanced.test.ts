import fc from 'fast-check';
import { expect, it } from 'vitest';
import { play, samplesOf, situations } from '../../../test/support/play-selector.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { classBalanced } from './class-balanced.js';

it('gives every batch the classes of the whole set in proportion, each count within one', () =>
  fc.assert(
    fc.asyncProperty(situations, async (situation) => {
      const { size, batchSize, classes } = situation;
      const samples = samplesOf(situation);
      const steps = Math.ceil(size / batchSize);
      // A pool never goes beyond an epoch, so this one is an epoch.
      const batches = await play(classBalanced(undefined, { pool: 1000 })(samples), situation, { steps });
      for (let label = 0; label < classes; label++) {
        const ofClass = (indices: Uint32Array) =>
          indices.reduce((count, index) => count + Number(samples.labels[index] === label), 0);
        const share = ofClass(Uint32Array.from({ length: size }, (_, i) => i)) / steps;
        for (const { indices } of batches) expect(Math.abs(ofClass(indices) - share)).toBeLessThan(1);
      }
      const sizes = batches.map(({ indices }) => indices.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
    { seed: 1 },
  ));

it('deals out the samples of its pool', async () => {
  const situation = { size: 64, batchSize: 8, classes: 2, seed: 1 };
  const pools = (batches: { indices: Uint32Array }[]) =>
    [0, 4].map((first) => new Set(batches.slice(first, first + 4).flatMap(({ indices }) => [...indices])));
  const plain = await play(randomShuffling()(samplesOf(situation)), situation, { steps: 8 });
  const dealt = await play(classBalanced(undefined, { pool: 4 })(samplesOf(situation)), situation, {
    steps: 8,
  });
  expect(pools(dealt)).toEqual(pools(plain));
});

it('leaves the batches as they are without classes', async () => {
  const situation = { size: 30, batchSize: 7, classes: 3, seed: 1 };
  const regression = () => {
    const { size, batchSize, labels, rng } = samplesOf(situation);
    return { size, batchSize, labels: Float32Array.from(labels), rng };
  };
  const plain = await play(randomShuffling()(regression()), situation, { steps: 12 });
  expect(await play(classBalanced()(regression()), situation, { steps: 12 })).toEqual(plain);
});

it('refuses a pool of nothing', () => {
  expect(() => classBalanced(undefined, { pool: 0 })).toThrow(
    'classBalanced: pool must be a positive integer, got 0.',
  );
});
