import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkDataset, datasetSize } from '../training/dataset.js';
import { wine, wineFeatureNames } from './wine.js';

it('is 178 wines of 13 features in 3 classes', () => {
  const dataset = wine();
  checkDataset(dataset);
  expect(dataset.sampleShape).toEqual([13]);
  expect(datasetSize(dataset)).toBe(178);
  expect(dataset.classNames).toEqual(['cultivar 1', 'cultivar 2', 'cultivar 3']);
  expect([0, 1, 2].map((label) => dataset.labels.filter((l: number) => l === label).length)).toEqual([
    59, 71, 48,
  ]);
});

// Worked out from scikit-learn's file with exact fractions, in Python.
it.each([
  ['Alcohol', [13.744746, 12.278732, 13.15375]],
  ['Magnesium', [106.338983, 94.549296, 99.3125]],
  ['Flavanoids', [2.982373, 2.080845, 0.781458]],
  ['OD280/OD315 of diluted wines', [3.157797, 2.785352, 1.683542]],
  ['Proline', [1115.711864, 519.507042, 629.895833]],
])('has the known class means of %s', (name, expected) => {
  const { features, labels } = wine();
  const feature = wineFeatureNames.indexOf(name);
  const sums = [0, 0, 0];
  labels.forEach((label: number, i: number) => (sums[label]! += features[13 * i + feature]!));
  [59, 71, 48].forEach((count, label) => expect(sums[label]! / count).toBeCloseTo(expected[label]!, 5));
});

/** The data set as the lines of scikit-learn's wine_data.csv. Seven digits tell its values apart. */
const writtenOut = (): string => {
  const { features, labels } = wine();
  const rows = Array.from(labels, (label: number, i: number) =>
    [
      ...Array.from(features.slice(13 * i, 13 * i + 13), (x: number) => Number(x.toPrecision(7))),
      label,
    ].join(),
  );
  return ['178,13,class_0,class_1,class_2', ...rows, ''].join('\n');
};

it('is, written out, the wine_data.csv of scikit-learn', () => {
  expect(createHash('sha256').update(writtenOut()).digest('hex')).toBe(
    '10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede',
  );
});

it.skipIf(!process.env['CHOOSY_DATA_DIR'])('has every value of the file', () => {
  const text = readFileSync(join(process.env['CHOOSY_DATA_DIR']!, 'wine', 'wine_data.csv'), 'utf8');
  const rows = text.trim().split('\n').slice(1);
  const values = rows.map((row) => row.split(',').map(Number));
  const { features, labels } = wine();
  expect(features).toEqual(Float32Array.from(values.flatMap((row) => row.slice(0, 13))));
  expect(labels).toEqual(Int32Array.from(values, (row) => row[13]!));
});

it('gives a fresh copy each time', () => {
  wine().features[0] = 0;
  expect(wine().features[0]).toBeCloseTo(14.23);
});
