import type { SampleInfo } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { principalComponents, project } from './principal-components.js';

/** Coordinates that samples have at most: each takes time in every round. */
const MOST = 12;
/** Of more features than this, a single one tells little. */
const MANY = 64;
const COMPONENTS = 8;
/** Samples by which means and widths are found. */
const ENOUGH = 1000;

/** Where each sample stands among those of its class. */
export interface Coordinates {
  /** How many each sample has. */
  readonly count: number;
  /** One row a sample: what stands for it, less their mean over the class, in units of the widest. */
  readonly values: Float32Array;
  /** Of each coordinate, its standard deviation within classes; of the widest 1. */
  readonly widths: Float64Array;
}

/** The class of each sample; undefined where there are none, or several labels a sample. */
export const classOfEach = ({ size, labels, classes }: SampleInfo) =>
  classes !== undefined && labels.length === size ? labels : undefined;

/**
 * The coordinates of samples are their features, or the twelve of them that are the widest; of more than 64, the eight
 * leading principal components. Samples whose features are not known have none. Means and widths are those of a thousand
 * samples.
 */
export function coordinatesOf(samples: SampleInfo): Coordinates {
  const { size } = samples;
  const features = fewFeatures(samples);
  const width = features.length / size;
  const classOf = classOfEach(samples);
  const { means, deviations } = momentsOf(samples, features);
  const widestFirst = allSamples(width).sort((a, b) => deviations[b]! - deviations[a]!);
  const chosen = widestFirst.slice(0, MOST);
  const count = chosen.length;
  const unit = deviations[chosen[0]!] || 1;
  const values = new Float32Array(size * count);
  for (let sample = 0, at = 0; sample < size; sample++) {
    const row = sample * width;
    const mean = (classOf ? classOf[sample]! : 0) * width;
    for (let j = 0; j < count; j++, at++) {
      const feature = chosen[j]!;
      values[at] = (features[row + feature]! - means[mean + feature]!) / unit;
    }
  }
  return { count, values, widths: Float64Array.from(chosen, (feature) => deviations[feature]! / unit) };
}

function fewFeatures({ size, features = new Float32Array(0) }: SampleInfo): ArrayLike<number> {
  const width = features.length / size;
  return width > MANY ? project(features, width, principalComponents(features, width, COMPONENTS)) : features;
}

/** The means of all features over each class, a row a class, and the standard deviations within classes. */
function momentsOf(samples: SampleInfo, features: ArrayLike<number>) {
  const { size } = samples;
  const width = features.length / size;
  const classOf = classOfEach(samples);
  const seenOf = new Float64Array(classOf ? samples.classes! : 1);
  const means = new Float64Array(seenOf.length * width);
  const squares = new Float64Array(width);
  const step = Math.ceil(size / ENOUGH);
  for (let sample = 0; sample < size; sample += step) {
    const group = classOf ? classOf[sample]! : 0;
    seenOf[group]!++;
    for (let j = 0, at = sample * width, mean = group * width; j < width; j++, at++, mean++) {
      const value = features[at]!;
      means[mean]! += value;
      squares[j]! += value * value;
    }
  }
  for (let group = 0, mean = 0; group < seenOf.length; group++) {
    const seen = seenOf[group]! || 1;
    for (let j = 0; j < width; j++, mean++) {
      squares[j]! -= means[mean]! ** 2 / seen;
      means[mean]! /= seen;
    }
  }
  const deviations = squares.map((square) => Math.sqrt(Math.max(0, square) / Math.ceil(size / step)));
  return { means, deviations };
}
