import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, samplesOf, situations } from '../../../test/support/play-selector.js';
import type { SampleInfo } from '../../training/index.js';
import { bitsOf } from '../shared/float-order.js';
import { arrangementFor, batchStart } from './arrange.js';

/** The batches of a round of samples whose norms are given. */
function arranged(samples: SampleInfo, round: readonly number[], norms: Float32Array): number[][] {
  const batches = Math.ceil(round.length / samples.batchSize);
  const order = Uint32Array.from(round);
  arrangementFor(samples, norms).arrange(order, batches);
  const start = (batch: number) => batchStart(batch, batches, round.length);
  return Array.from({ length: batches }, (_, batch) => [...order.subarray(start(batch), start(batch + 1))]);
}

/** A data set, and a round through some of it. */
const cases = situations.chain((situation) =>
  fc.record({
    samples: fc.constant(samplesOf(situation)),
    round: fc.uniqueArray(fc.nat(situation.size - 1), { minLength: 1 }),
    norms: fc.constant(Float32Array.from({ length: situation.size }, (_, i) => Math.abs(Math.sin(i * 7.3)))),
  }),
);

it('keeps the samples of the round, in batches whose sizes differ by one at most', () =>
  fc.assert(
    fc.property(cases, ({ samples, round, norms }) => {
      const batches = arranged(samples, round, norms);
      expect(ascending(batches.flat())).toEqual(ascending(round));
      const sizes = batches.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(samples.batchSize);
    }),
  ));

it('gives each batch one of every block of neighbours by class and, in it, by norm', () =>
  fc.assert(
    fc.property(cases, ({ samples: { lengths: _, ...samples }, round, norms }) => {
      const batches = arranged(samples, round, norms);
      const { labels } = samples;
      const levels = bitsOf(norms).map((bits) => bits >>> 16);
      const sorted = round.toSorted((a, b) => labels[a]! - labels[b]! || levels[a]! - levels[b]!);
      const blockOf = new Map(sorted.map((sample, rank) => [sample, Math.floor(rank / batches.length)]));
      for (const batch of batches) {
        const blocks = ascending(batch.map((sample) => blockOf.get(sample)!));
        expect(blocks).toEqual(batch.map((_, i) => i));
      }
    }),
  ));

it('goes by the targets where there are no classes', () => {
  const labels = Float32Array.from({ length: 40 }, (_, i) => ((i * 17) % 40) - 20);
  const batches = arranged(
    { size: 40, labels, batchSize: 8, rng: new Rng(1) },
    [...labels.keys()],
    new Float32Array(40),
  );
  for (const batch of batches) {
    const eighths = batch.map((sample) => Math.floor((labels[sample]! + 20) / 5));
    expect(ascending(eighths)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
});

it('takes samples of several labels each by their norm alone', () => {
  const samples = { size: 6, labels: new Float32Array(12), batchSize: 2, rng: new Rng(1) };
  const batches = arranged(samples, [0, 1, 2, 3, 4, 5], Float32Array.of(6, 5, 4, 3, 2, 1));
  for (const batch of batches) expect(batch.filter((sample) => sample < 3)).toHaveLength(1);
});

it('makes batches alike among sequences of similar length', () => {
  const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 2);
  const lengths = Uint16Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000);
  const samples = { size: 1000, labels, classes: 2, batchSize: 10, lengths, rng: new Rng(1) };
  const batches = arranged(samples, [...labels.keys()], new Float32Array(1000));
  for (const batch of batches) {
    expect(batch.filter((sample) => labels[sample] === 1)).toHaveLength(5);
    const range = new Set(batch.map((sample) => Math.floor(lengths[sample]! / 160)));
    expect(range.size, 'a range of 16 batches').toBe(1);
  }
});

it('puts those of most similar length together where there are few batches', () => {
  const lengths = Uint16Array.from({ length: 30 }, (_, i) => (i * 7) % 30);
  const samples = { size: 30, labels: new Int32Array(30), batchSize: 10, lengths, rng: new Rng(1) };
  const batches = arranged(samples, [...lengths.keys()], new Float32Array(30));
  for (const batch of batches) {
    expect(new Set(batch.map((sample) => Math.floor(lengths[sample]! / 10))).size).toBe(1);
  }
});

it('gives the batches of sequences in random order', () => {
  const lengths = Uint16Array.from({ length: 9600 }, (_, i) => i);
  const samples = { size: 9600, labels: new Int32Array(9600), batchSize: 6, lengths, rng: new Rng(1) };
  const batches = arranged(samples, [...lengths.keys()], new Float32Array(9600));
  const ranges = batches.map(([first]) => Math.floor(first! / 96));
  const rises = ranges.filter((range, i) => i > 0 && range > ranges[i - 1]!).length;
  expect(rises).toBeGreaterThan(700);
  expect(rises).toBeLessThan(900);
});
