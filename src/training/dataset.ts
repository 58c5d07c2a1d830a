import { DataError } from '../core/errors.js';
import { sizeOf } from '../core/shape.js';

/** The typed arrays that hold samples: pixels as bytes, measurements as floats, tokens as integers. */
export type Features = Uint8Array | Float32Array | Int32Array;

/** Class indices as integers (classification), or target values as floats (regression). */
export type Labels = Int32Array | Float32Array;

/** Samples and their labels, each held once; a batch is gathered from them sample by sample. */
export interface Dataset {
  readonly name: string;
  /** Shape of one sample, without the batch: [28, 28, 1] for an image, [4] for four measurements. */
  readonly sampleShape: readonly number[];
  /** All samples after one another, row-major: `size × product(sampleShape)` values. */
  readonly features: Features;
  /** One label a sample, or `labelSize` of them after one another. */
  readonly labels: Labels;
  /** Names of the classes, by class index; absent for regression. */
  readonly classNames?: readonly string[];
}

/** Number of samples in a data set. */
export function datasetSize({ features, sampleShape }: Dataset): number {
  return features.length / sizeOf(sampleShape);
}

/** Number of labels that each sample has. */
export const labelSize = (dataset: Dataset): number => dataset.labels.length / datasetSize(dataset);

/**
 * Refuses a data set that cannot be trained on.
 *
 * @throws DataError if it is empty, its labels are out of range or do not fit its samples, or a value is NaN or infinite.
 */
export function checkDataset(dataset: Dataset): void {
  const { name, features, labels, classNames } = dataset;
  requireArray(name, 'features', features, [Uint8Array, Float32Array, Int32Array]);
  requireArray(name, 'labels', labels, [Int32Array, Float32Array]);
  const size = datasetSize(dataset);
  if (size === 0) throw new DataError(`The data set "${name}" is empty; it needs at least one sample.`);
  if (!Number.isInteger(size)) {
    throw new DataError(
      `The data set "${name}" holds ${features.length} feature values, which is not a multiple of the ` +
        `sample shape [${dataset.sampleShape.join(', ')}]; give every sample all of its features.`,
    );
  }
  if (labels.length === 0 || labels.length % size !== 0) {
    throw new DataError(
      `The data set "${name}" has ${size} samples but ${labels.length} labels; give one label a sample.`,
    );
  }
  checkFinite(name, 'feature', features, features.length / size);
  checkFinite(name, 'label', labels, labels.length / size);
  if (classNames !== undefined) {
    const bad = labels.findIndex((label) => !(label >= 0 && label < classNames.length));
    if (bad >= 0) {
      throw new DataError(
        `Sample ${Math.floor(bad / (labels.length / size))} of "${name}" has the label ${labels[bad]}, but there are ${classNames.length} classes; ` +
          `labels are integers from 0 to ${classNames.length - 1}.`,
      );
    }
  }
}

type ArrayType = Uint8ArrayConstructor | Float32ArrayConstructor | Int32ArrayConstructor;

function requireArray(name: string, what: string, values: object, types: readonly ArrayType[]): void {
  if (types.some((type) => values instanceof type)) return;
  const allowed = types.map((type) => type.name).join(' or ');
  throw new DataError(
    `The ${what} of "${name}" must be of the type ${allowed}, got ${values?.constructor?.name}; convert them.`,
  );
}

function checkFinite(name: string, what: string, values: Features | Labels, valuesPerSample: number): void {
  if (!(values instanceof Float32Array)) return;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DataError(
      `Sample ${Math.floor(bad / valuesPerSample)} of "${name}" has the ${what} value ${values[bad]}; ` +
        'replace or remove values that are not finite numbers.',
    );
  }
}
