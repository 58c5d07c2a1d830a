import { DataError } from '../../core/errors.js';
import type { Dataset } from '../../training/dataset.js';
import type { DataFile, FileCollection } from '../files/data-file.js';
import type { FileOptions } from '../files/files.js';
import { parseIdx } from './idx.js';

/** The files of a data set of images in the layout of MNIST, by the part they play in it. */
export type IdxImageRole = 'trainImages' | 'trainLabels' | 'testImages' | 'testLabels';

/** What tells the files of one such data set from those of another. */
export type IdxImageChecksums = Readonly<
  Record<IdxImageRole, Pick<DataFile, 'sha256'> & Required<Pick<DataFile, 'packed'>>>
>;

/** What to call a data set of images, and its classes by their index. */
export interface ImageNames {
  readonly name: string;
  readonly classNames: readonly string[];
}

const trainSize = 60_000;
const testSize = 10_000;
const side = 28;

/** The four files, which have the same names and plain sizes in each of these data sets. */
export function idxImageFiles(checksums: IdxImageChecksums): Record<IdxImageRole, DataFile> {
  const images = (size: number): number => 16 + size * side * side;
  const labels = (size: number): number => 8 + size;
  const { trainImages, trainLabels, testImages, testLabels } = checksums;
  return {
    trainImages: { name: 'train-images-idx3-ubyte', size: images(trainSize), ...trainImages },
    trainLabels: { name: 'train-labels-idx1-ubyte', size: labels(trainSize), ...trainLabels },
    testImages: { name: 't10k-images-idx3-ubyte', size: images(testSize), ...testImages },
    testLabels: { name: 't10k-labels-idx1-ubyte', size: labels(testSize), ...testLabels },
  };
}

/**
 * Loads 60,000 training and 10,000 test images of shape [28, 28, 1], as bytes, with their classes.
 *
 * @throws DataError if a file is not what it should be, or cannot be had, as in a browser.
 */
export async function loadIdxImages(
  collection: FileCollection<IdxImageRole>,
  { name, classNames }: ImageNames,
  options: FileOptions,
): Promise<{ train: Dataset; test: Dataset }> {
  // Imported only now, so that what reads files is not loaded until it is used.
  const { readDataFiles } = await import('#files');
  const bytes = await readDataFiles(collection, options);
  const train = { name: `${name} (train)`, classNames };
  const test = { name: `${name} (test)`, classNames };
  return {
    train: parseIdxImages(train, trainSize, bytes.trainImages, bytes.trainLabels),
    test: parseIdxImages(test, testSize, bytes.testImages, bytes.testLabels),
  };
}

/**
 * Makes a data set from a file of images and a file of labels. The pixels are a view on the file's bytes, not
 * a copy.
 *
 * @param size Number of samples that there must be.
 * @throws DataError if the files are not of the IDX format, or do not hold `size` images of 28 × 28 and
 * labels.
 */
export function parseIdxImages(
  { name, classNames }: ImageNames,
  size: number,
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
): Dataset {
  const images = parseIdx(imageBytes, `images of ${name}`);
  const labels = parseIdx(labelBytes, `labels of ${name}`);
  checkShape(`images of ${name}`, images.shape, [size, side, side]);
  checkShape(`labels of ${name}`, labels.shape, [size]);
  return {
    name,
    sampleShape: [side, side, 1],
    features: images.values,
    labels: Int32Array.from(labels.values),
    classNames: [...classNames],
  };
}

function checkShape(what: string, shape: readonly number[], expected: readonly number[]): void {
  if (shape.join() !== expected.join()) {
    throw new DataError(
      `The ${what} have the shape [${shape.join(', ')}] instead of [${expected.join(', ')}]; ` +
        'give the files of that data set.',
    );
  }
}
