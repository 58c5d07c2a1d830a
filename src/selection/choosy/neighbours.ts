import type { SampleInfo } from '../../training/index.js';
import { KeySort } from '../shared/key-sort.js';
import { allSamples } from '../shared/samples.js';
import { classOfEach, type Coordinates } from './coordinates.js';

/** Times that the samples of a class are halved. */
const HALVINGS = 8;

/**
 * All samples, in an order in which neighbours are alike: by class, and in it by the cell that they lie in. Cells come of
 * halving what is widest eight times (a k-d tree whose cuts are the same everywhere, so that no sample is compared with
 * another).
 */
export function neighbours(samples: SampleInfo, { count, values, widths }: Coordinates): Uint32Array {
  const { size } = samples;
  const classOf = classOfEach(samples);
  const cuts = cutsOf(widths);
  const cells = 2 ** cuts.length;
  const keys = new Uint32Array(size);
  if (classOf) for (let sample = 0; sample < size; sample++) keys[sample] = classOf[sample]! * cells;
  for (let j = 0; j < count; j++) {
    const places = placesOf(j, cuts);
    const last = places.length - 1;
    if (last === 0) continue;
    // All but a few are within two standard deviations; the others belong to the outermost cells.
    const perWidth = places.length / (4 * widths[j]!);
    const half = places.length / 2;
    for (let sample = 0, at = j; sample < size; sample++, at += count) {
      const cell = (values[at]! * perWidth + half) | 0;
      keys[sample]! += places[cell < 0 ? 0 : cell > last ? last : cell]!;
    }
  }
  return new KeySort().sort(allSamples(size), keys);
}

/** Which coordinate each halving cuts: the one along which cells are then widest. */
function cutsOf(widths: Float64Array): number[] {
  const left = widths.slice();
  const cuts: number[] = [];
  while (left.some((width) => width > 0) && cuts.length < HALVINGS) {
    const widest = left.indexOf(left.reduce((most, each) => Math.max(most, each)));
    cuts.push(widest);
    left[widest]! /= 2;
  }
  return cuts;
}

/** For each cell along a coordinate, the bits that it has in the key: the first cut's is the highest. */
function placesOf(coordinate: number, cuts: readonly number[]): Uint32Array {
  let places = [0];
  cuts.forEach((cut, i) => {
    const bit = 2 ** (cuts.length - 1 - i);
    if (cut === coordinate) places = places.flatMap((place) => [place, place + bit]);
  });
  return Uint32Array.from(places);
}
