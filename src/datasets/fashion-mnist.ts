import type { Dataset } from '../training/dataset.js';
import type { FileCollection } from './files/data-file.js';
import type { FileOptions } from './files/files.js';
import { idxImageFiles, loadIdxImages, type IdxImageRole } from './formats/idx-images.js';

/**
 * The four official files of Fashion-MNIST, in the release of 31 August 2017, which removed duplicates.
 *
 * No npm package: the images of the one called `fashion-mnist` are others, in another order and split.
 */
export const fashionMnistFiles: FileCollection<IdxImageRole> = {
  title: 'Fashion-MNIST',
  folder: 'fashion-mnist',
  files: idxImageFiles({
    trainImages: {
      sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      packed: {
        size: 26_421_880,
        sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
      },
    },
    trainLabels: {
      sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      packed: {
        size: 29_515,
        sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
      },
    },
    testImages: {
      sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      packed: {
        size: 4_422_102,
        sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
      },
    },
    testLabels: {
      sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
      packed: {
        size: 5_148,
        sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
      },
    },
  }),
  mirrors: [
    'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
};

const classNames = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/**
 * The Fashion-MNIST data set of articles of clothing: 60,000 training and 10,000 test images of shape
 * [28, 28, 1], as bytes from 0 (background) to 255, in 10 classes of 6,000 and 1,000. Needs Node; about 55 MB
 * of memory.
 *
 * The files are read from the data directory or the cache, and fetched into the cache if they are in neither.
 *
 * Source: Xiao, Rasul and Vollgraf 2017, "Fashion-MNIST: a novel image dataset for benchmarking machine
 * learning algorithms" (https://arxiv.org/abs/1708.07747); files by Zalando SE, licensed MIT.
 *
 * @throws DataError if a file is not what it should be, or cannot be had, as in a browser.
 */
export async function loadFashionMnist(
  options: FileOptions = {},
): Promise<{ train: Dataset; test: Dataset }> {
  return loadIdxImages(fashionMnistFiles, { name: 'fashion-mnist', classNames }, options);
}
