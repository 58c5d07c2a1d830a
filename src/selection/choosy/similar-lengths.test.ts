import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, samplesOf, situations } from '../../../test/support/play-selector.js';
import type { SampleInfo } from '../../training/index.js';
import { batchStart } from './batch-start.js';
import { Kernel } from './kernel.js';
import { SimilarLengths } from './similar-lengths.js';

/** The batches of a round through all samples. */
function arranged(samples: SampleInfo, lengths: Uint16Array): number[][] {
  const { size, batchSize } = samples;
  const batches = Math.ceil(size / batchSize);
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  const kernel = new Kernel(samples, 0);
  kernel.gradients.fill(1);
  new SimilarLengths(samples, lengths, kernel).arrange(order, batches);
  const start = (batch: number) => batchStart(batch, batches, size);
  return Array.from({ length: batches }, (_, batch) => [...order.subarray(start(batch), start(batch + 1))]);
}

it('keeps the samples of the round, in batches whose sizes differ by one at most', () =>
  fc.assert(
    fc.property(situations, (situation) => {
      const samples = samplesOf(situation);
      const batches = arranged(samples, samples.lengths ?? new Uint16Array(situation.size));
      expect(ascending(batches.flat())).toEqual([...Array(situation.size).keys()]);
      const sizes = batches.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(samples.batchSize);
    }),
  ));

it('makes batches alike among sequences of similar length', () => {
  const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 2);
  const lengths = Uint16Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000);
  const batches = arranged({ size: 1000, labels, classes: 2, batchSize: 10, rng: new Rng(1) }, lengths);
  for (const batch of batches) {
    const odd = batch.filter((sample) => labels[sample] === 1).length;
    expect(Math.abs(odd - 5), 'half of each class, but for pairs across classes').toBeLessThanOrEqual(1);
    const range = new Set(batch.map((sample) => Math.floor(lengths[sample]! / 160)));
    expect(range.size, 'a range of 16 batches').toBe(1);
  }
});

it('puts those of most similar length together where there are few batches', () => {
  const lengths = Uint16Array.from({ length: 30 }, (_, i) => (i * 7) % 30);
  const batches = arranged({ size: 30, labels: new Int32Array(30), batchSize: 10, rng: new Rng(1) }, lengths);
  for (const batch of batches) {
    expect(new Set(batch.map((sample) => Math.floor(lengths[sample]! / 10))).size).toBe(1);
  }
});

it('gives every part of the round its share of each length', () => {
  // 1,600 batches, each of another length.
  const lengths = Uint16Array.from({ length: 9600 }, (_, i) => i);
  const samples = { size: 9600, labels: new Int32Array(9600), batchSize: 6 };
  const order = (seed: number) =>
    arranged({ ...samples, rng: new Rng(seed) }, lengths).map(([first]) => first!);
  const positions = order(1);
  for (const part of [10, 100]) {
    for (let start = 0; start + part <= 1600; start += 7) {
      const short = positions.slice(start, start + part).filter((position) => position < 4800).length;
      expect(Math.abs(short - part / 2), 'of each half').toBeLessThanOrEqual(2);
    }
  }
  expect(order(2)).not.toEqual(positions);
});
