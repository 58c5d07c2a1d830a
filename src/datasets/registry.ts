import { bostonFiles, bostonWarning } from './boston.js';
import type { FileCollection } from './files/data-file.js';
import { fashionMnistFiles } from './fashion-mnist.js';
import { type FileOptions, readDataFiles } from './files/files.js';
import { findDataFiles, type FoundFiles } from './files/find-files.js';
import { mnistFiles } from './mnist.js';
import { musicGenreFiles } from './music-genre.js';
import { findSentiment140 } from './sentiment140/find-sentiment140.js';
import { readSentiment140 } from './sentiment140/sentiment140-files.js';
import { sentiment140Source } from './sentiment140/sentiment140-source.js';

/** A data set as the command line and reports know it. */
export interface DatasetEntry {
  readonly name: string;
  readonly title: string;
  /** Samples, features and classes, in one line. */
  readonly summary: string;
  readonly licence: string;
  /** Address of whoever publishes it. */
  readonly source: string;
  /** What everybody who uses it has to know. */
  readonly warning?: string;
  /** Where its samples come from: Choosy itself, or files. */
  readonly data: 'embedded' | 'generated' | FetchedData;
}

/** Data that lies in files, which are fetched when they are nowhere. */
export interface FetchedData {
  /** Where they can be had, in the order in which that is tried. */
  readonly sources: readonly string[];
  /** Looks where they are, without reading them. */
  readonly find: (options: Pick<FileOptions, 'dataDirectory'>) => Promise<FoundFiles>;
  /** Fetches what is missing, and checks all. */
  readonly get: (options: FileOptions) => Promise<unknown>;
}

const filesOf = <Role extends string>(collection: FileCollection<Role>): FetchedData => ({
  sources: [...(collection.npmPackage ? [`npm:${collection.npmPackage.spec}`] : []), ...collection.mirrors],
  find: (options) => findDataFiles(collection, options),
  get: (options) => readDataFiles(collection, options),
});

/** All data sets, the largest first. A new one needs an entry here and nothing else. For Node only. */
export const datasets: readonly DatasetEntry[] = [
  {
    name: 'sentiment140',
    title: sentiment140Source.archive.title,
    summary: '1,600,000 tweets, 2 classes',
    licence: 'none stated',
    source: sentiment140Source.archive.mirrors[0],
    data: {
      sources: sentiment140Source.archive.mirrors,
      find: findSentiment140,
      get: (options) => readSentiment140(options),
    },
  },
  {
    name: 'fashion-mnist',
    title: fashionMnistFiles.title,
    summary: '70,000 images of clothing, 28 × 28 bytes, 10 classes',
    licence: 'MIT',
    source: 'https://github.com/zalandoresearch/fashion-mnist',
    data: filesOf(fashionMnistFiles),
  },
  {
    name: 'mnist',
    title: mnistFiles.title,
    summary: '70,000 images of handwritten digits, 28 × 28 bytes, 10 classes',
    licence: 'none stated; often cited as CC BY-SA 3.0',
    source: 'http://yann.lecun.com/exdb/mnist/',
    data: filesOf(mnistFiles),
  },
  {
    name: 'music-genre',
    title: musicGenreFiles.title,
    summary: '1,000 clips of music, 26 features, 10 classes',
    licence: 'none stated',
    source: 'https://github.com/kumargauravsingh14/music-genre-classification',
    data: filesOf(musicGenreFiles),
  },
  {
    name: 'boston',
    title: bostonFiles.title,
    summary: '506 house prices, 13 features, regression',
    licence: 'BSD-3-Clause, or PDDL 1.0 and CC0 1.0 from npm',
    source: 'http://lib.stat.cmu.edu/datasets/boston',
    warning: bostonWarning,
    data: filesOf(bostonFiles),
  },
  {
    name: 'wine',
    title: 'Wine',
    summary: '178 wines, 13 features, 3 classes',
    licence: 'CC BY 4.0',
    source: 'https://doi.org/10.24432/C5PC7J',
    data: 'embedded',
  },
  {
    name: 'iris',
    title: 'Iris',
    summary: '150 flowers, 4 features, 3 classes',
    licence: 'CC BY 4.0',
    source: 'https://doi.org/10.24432/C56C76',
    data: 'embedded',
  },
  {
    name: 'spirals',
    title: 'Spirals',
    summary: 'any number of points, 2 features, 2 classes or more',
    licence: 'MIT, as Choosy',
    source: 'drawn at random from a seed',
    data: 'generated',
  },
];
