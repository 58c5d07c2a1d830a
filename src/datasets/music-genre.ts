import { DataError } from '../core/errors.js';
import type { Dataset } from '../training/dataset.js';
import type { FileCollection } from './files/data-file.js';
import type { FileOptions } from './files/files.js';

const commit = '77312a404431c2ba671e288802b3f37b298b1fea';
const repository = 'https://raw.githubusercontent.com/kumargauravsingh14/music-genre-classification/';

/** The one file of the music genres, which is published plain; there is no npm package. */
export const musicGenreFiles: FileCollection<'table'> = {
  title: 'Music Genre',
  folder: 'music-genre',
  files: {
    table: {
      name: 'data.csv',
      size: 516_965,
      sha256: '7280546b8b5f39b9867239a18985ad8b7603cd313b2c80df7c3e029ed51325b1',
    },
  },
  mirrors: [`${repository}${commit}/`, `${repository}master/`],
};

/** Names of the 26 features, in order. */
export const musicGenreFeatureNames: readonly string[] = [
  'chroma_stft',
  'rmse',
  'spectral_centroid',
  'spectral_bandwidth',
  'rolloff',
  'zero_crossing_rate',
  ...Array.from({ length: 20 }, (_, i) => `mfcc${i + 1}`),
];

const classNames = [
  'blues',
  'classical',
  'country',
  'disco',
  'hiphop',
  'jazz',
  'metal',
  'pop',
  'reggae',
  'rock',
];

/**
 * The music genres: 1,000 clips of 30 seconds in 10 classes of 100; the features, of shape [26], are means
 * over the clip of chroma, energy, four measures of the spectrum and 20 mel-frequency cepstral coefficients,
 * in units that differ widely. Needs Node.
 *
 * GTZAN has some clips twice: 14 samples repeat the features of another one. Keep them together by
 * `splitDataset(dataset, { fractions, seed, groups: groupEqualSamples(dataset) })`. One of the pairs is in
 * two classes, metal and rock.
 *
 * The file is read from the data directory or the cache, and fetched into the cache if it is in neither.
 *
 * Source: G. Tzanetakis and P. Cook 2002, "Musical genre classification of audio signals" (the clips, called
 * GTZAN); data.csv of https://github.com/kumargauravsingh14/music-genre-classification (the features), which
 * names no licence.
 *
 * @throws DataError if the file is not what it should be, or cannot be had, as in a browser.
 */
export async function loadMusicGenre(options: FileOptions = {}): Promise<Dataset> {
  // Imported only now, so that what reads files is not loaded until it is used.
  const { readDataFiles } = await import('#files');
  return parseMusicGenre((await readDataFiles(musicGenreFiles, options)).table);
}

/**
 * Makes a data set from the table of music genres, without its column of file names.
 *
 * @throws DataError if the bytes are not that table.
 */
export async function parseMusicGenre(bytes: Uint8Array): Promise<Dataset> {
  // Imported only now: its library needs Buffer as soon as it is loaded, which a browser does not have.
  const { parseCsv, csvRows, csvNumbers } = await import('./formats/csv.js');
  const name = 'data.csv of the music genres';
  const columns = ['filename', ...musicGenreFeatureNames, 'label'];
  const rows = csvRows(parseCsv(bytes, name), { columns, size: 1000 }, name);
  return {
    name: 'music-genre',
    sampleShape: [musicGenreFeatureNames.length],
    features: csvNumbers(rows, 1, columns.length - 1, name),
    labels: Int32Array.from(rows, ({ line, fields }) => {
      const label = classNames.indexOf(fields.at(-1)!);
      if (label >= 0) return label;
      throw new DataError(
        `The file "${name}" has no known genre in line ${line}; give one of ${classNames.join(', ')}.`,
      );
    }),
    classNames: [...classNames],
  };
}
