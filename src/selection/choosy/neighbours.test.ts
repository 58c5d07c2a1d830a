import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, samplesOf, situations } from '../../../test/support/play-selector.js';
import type { SampleInfo } from '../../training/index.js';
import { locateAll, widthOf } from './coordinates.js';
import { Kernel } from './kernel.js';

function neighbours(samples: SampleInfo): Uint32Array {
  const kernel = new Kernel(samples, widthOf(samples));
  if (samples.features) locateAll(samples, kernel);
  kernel.orderNeighbours();
  return kernel.all;
}

it('has every sample once, class by class', () =>
  fc.assert(
    fc.property(situations, (situation) => {
      const samples = samplesOf(situation);
      const order = neighbours(samples);
      expect(ascending([...order])).toEqual([...Array(situation.size).keys()]);
      const classes = Array.from(order, (sample) => samples.labels[sample]!);
      expect(classes).toEqual(ascending(classes));
    }),
  ));

it('cuts what is widest first, and keeps the samples of a cell together', () => {
  // A grid of 16 by 16 points, nearly twice as wide as high: it is cut across, along, across, and so on.
  const size = 256;
  const places = new Rng(3).shuffle(Uint32Array.from({ length: size }, (_, i) => i));
  const features = new Float32Array(2 * size);
  places.forEach((place, sample) => features.set([1.9 * (place % 16), Math.floor(place / 16)], 2 * sample));
  const samples = { size, labels: new Float32Array(size), features, batchSize: 8, rng: new Rng(1) };
  const order = neighbours(samples);
  const columns = Array.from(order, (sample) => places[sample]! % 16);
  const rows = Array.from(order, (sample) => Math.floor(places[sample]! / 16));
  const rangeOf = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
  expect(rangeOf(columns.slice(0, 128))).toEqual([0, 7]);
  expect(rangeOf(rows.slice(0, 64))).toEqual([0, 7]);
  expect(rangeOf(rows.slice(64, 128))).toEqual([8, 15]);
  const steps = columns
    .slice(1)
    .map((column, i) => Math.hypot(column - columns[i]!, rows[i + 1]! - rows[i]!));
  // At random it would be 8.3.
  expect(steps.reduce((sum, step) => sum + step) / steps.length).toBeLessThan(2.5);
});

it('sorts any number of classes', () => {
  const size = 3000;
  // Times 256 cells, as many keys as take two digits, and three.
  for (const classes of [20, 2000]) {
    const labels = Int32Array.from({ length: size }, (_, i) => (i * 7919) % classes);
    const features = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
    const order = neighbours({ size, labels, classes, features, batchSize: 8, rng: new Rng(1) });
    expect(ascending([...order])).toEqual([...Array(size).keys()]);
    const sorted = Array.from(order, (sample) => labels[sample]!);
    expect(sorted).toEqual(ascending(sorted));
  }
});
