import { sizeOf } from '../core/shape.js';
import { ShapeError } from '../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../training/dataset.js';

/** How to bring each feature to mean 0 and standard deviation 1. */
export interface Standardizer {
  /** Mean of each feature, in the feature's unit; as many values as a sample has. */
  readonly mean: Float64Array;
  /** Standard deviation of each feature, in the feature's unit; 1 for a feature that is constant. */
  readonly scale: Float64Array;
}

/**
 * Measures the mean and the standard deviation (that of the samples, divided by their number) of each
 * feature. To be given the training samples only: what is learned from test samples makes a test too
 * favourable.
 *
 * @throws DataError if the data set cannot be trained on.
 */
export function fitStandardizer(dataset: Dataset): Standardizer {
  checkDataset(dataset);
  const { features } = dataset;
  const size = datasetSize(dataset);
  const width = features.length / size;
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  // The mean first and then the distances from it: the shortcut through squares loses digits.
  for (let i = 0; i < features.length; i++) mean[i % width]! += features[i]!;
  for (let j = 0; j < width; j++) mean[j]! /= size;
  for (let i = 0; i < features.length; i++) scale[i % width]! += (features[i]! - mean[i % width]!) ** 2;
  for (let j = 0; j < width; j++) scale[j] = Math.sqrt(scale[j]! / size) || 1;
  return { mean, scale };
}

/**
 * Gives a data set whose features are `(x - mean) / scale`, as floats; the labels are shared, not copied.
 *
 * @throws ShapeError if the standardizer was fitted to samples with another number of features.
 */
export function standardize(dataset: Dataset, { mean, scale }: Standardizer): Dataset {
  const { features, sampleShape } = dataset;
  const width = sizeOf(sampleShape);
  if (mean.length !== width || scale.length !== width) {
    throw new ShapeError(
      `The samples of "${dataset.name}" have ${width} features, but the standardizer was fitted to ` +
        `${mean.length}; fit it to the training part of the same data set.`,
    );
  }
  const standardized = new Float32Array(features.length);
  for (let i = 0; i < features.length; i++) {
    standardized[i] = (features[i]! - mean[i % width]!) / scale[i % width]!;
  }
  return { ...dataset, features: standardized };
}
