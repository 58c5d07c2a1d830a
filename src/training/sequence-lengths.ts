import type { Model } from '../layers/index.js';
import { type Dataset, datasetSize } from './dataset.js';

/** Graphs take memory and time to compile, so there are few. */
const RUNGS = 6;

/** The lengths that graphs are compiled for, each two thirds of the one before: 40, 26, 17, 11, 7, 4. */
export function lengthLadder(full: number): number[] {
  const ladder = [full];
  while (ladder.length < RUNGS && ladder.at(-1)! > 1) ladder.push(Math.floor((2 * ladder.at(-1)!) / 3));
  return ladder;
}

/**
 * Steps of each sample up to its last token that is not padding; undefined for models that padding cannot be cut
 * off for, and for sequences longer than 65,535.
 */
export function sequenceLengths(model: Model, dataset: Dataset): Uint16Array | undefined {
  const steps = model.inputShape[0]!;
  if (!model.padding || steps > 0xffff) return undefined;
  const { features } = dataset;
  const { token } = model.padding;
  const lengths = new Uint16Array(datasetSize(dataset));
  for (let sample = 0, start = 0; sample < lengths.length; sample++, start += steps) {
    let length = steps;
    while (length > 0 && features[start + length - 1] === token) length--;
    lengths[sample] = length;
  }
  return lengths;
}
