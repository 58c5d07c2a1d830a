import type { SampleInfo } from '../../training/index.js';
import { allSamples } from '../shared/samples.js';
import { principalComponents, project } from './principal-components.js';

/** Coordinates that samples have at most: each takes time in every round. */
const MOST = 12;
/** Of more features than this, a single one tells little; components take their place. */
export const MANY = 64;
const COMPONENTS = 8;
/** Samples by which means and widths are found. */
const ENOUGH = 256;

/** Where each sample stands among those of its class. */
export interface Coordinates {
  /** How many each sample has. */
  readonly count: number;
  /** One row a sample. */
  readonly values: Float32Array;
  /** Of each coordinate, its standard deviation within classes; of the widest 1. */
  readonly widths: Float64Array;
}

/** Those of samples of whose features nothing is known. */
export const noCoordinates: Coordinates = {
  ...{ count: 0, values: new Float32Array(0), widths: new Float64Array(0) },
};

/** The class of each sample; undefined where there are none, or several labels a sample. */
export const classOfEach = ({ size, labels, classes }: SampleInfo) =>
  classes !== undefined && labels.length === size ? labels : undefined;

/**
 * The coordinates of samples are their features, or the twelve of them that are the widest; of more than 64, their eight
 * leading principal components; less the mean over the class, in units of the widest. Means and widths are those of some
 * samples.
 *
 * @param samples Their features have to be known.
 */
export function coordinatesOf(samples: SampleInfo): Coordinates {
  const { size } = samples;
  const features = fewFeatures(samples);
  const width = features.length / size;
  const classOf = classOfEach(samples);
  const { means, deviations } = momentsOf(features, samples);
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

function fewFeatures({ size, features }: SampleInfo): ArrayLike<number> {
  const width = features!.length / size;
  return width > MANY
    ? project(features!, width, principalComponents(features!, width, COMPONENTS))
    : features!;
}

/** The means of all features over each class, a row a class, and the standard deviations within classes. */
function momentsOf(features: ArrayLike<number>, samples: SampleInfo) {
  const { size } = samples;
  const width = features.length / size;
  const classOf = classOfEach(samples);
  const seenOf = new Float64Array(classOf ? samples.classes! : 1);
  const means = new Float64Array(seenOf.length * width);
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  let seen = 0;
  for (let sample = 0; sample < size; sample += Math.ceil(size / ENOUGH), seen++) {
    const group = classOf ? classOf[sample]! : 0;
    seenOf[group]!++;
    for (let j = 0, at = sample * width, mean = group * width; j < width; j++, at++, mean++) {
      const value = features[at]!;
      means[mean]! += value;
      sums[j]! += value;
      squares[j]! += value * value;
    }
  }
  for (let group = 0, mean = 0; group < seenOf.length; group++) {
    const members = seenOf[group]!;
    for (let j = 0; j < width; j++, mean++) {
      // Of a class of which none was seen, the mean of all samples stands in.
      if (members === 0) means[mean] = sums[j]! / seen;
      else {
        squares[j]! -= means[mean]! ** 2 / members;
        means[mean]! /= members;
      }
    }
  }
  return { means, deviations: squares.map((square) => Math.sqrt(Math.max(0, square) / seen)) };
}
