import { describe, expect, it } from 'vitest';
import { DataError } from '../core/errors.js';
import { checkDataset, datasetSize } from '../training/dataset.js';
import { groupEqualSamples } from './equal-samples.js';
import { loadMusicGenre, musicGenreFeatureNames, parseMusicGenre } from './music-genre.js';
import { splitDataset } from './split.js';

const genres = 'blues classical country disco hiphop jazz metal pop reggae rock'.split(' ');
/** A table in the layout of the real one, in which value j of row i is i + j / 100. */
const table = (change: (lines: string[]) => void = () => {}): Uint8Array => {
  const rows = Array.from({ length: 1000 }, (_, i) => {
    const genre = genres[Math.floor(i / 100)]!;
    return [`${genre}.${i}.au`, ...musicGenreFeatureNames.map((_, j) => i + j / 100), genre].join();
  });
  const lines = [['filename', ...musicGenreFeatureNames, 'label'].join(), ...rows];
  change(lines);
  return new TextEncoder().encode(lines.join('\r\n') + '\r\n');
};

describe('parseMusicGenre', () => {
  it('makes a data set of 26 features, without the file names', async () => {
    const dataset = await parseMusicGenre(table());
    checkDataset(dataset);
    expect(dataset.sampleShape).toEqual([26]);
    expect(datasetSize(dataset)).toBe(1000);
    expect(dataset.features.subarray(26 * 7, 26 * 7 + 2)).toEqual(Float32Array.of(7, 7.01));
    expect(dataset.features.at(-1)).toBeCloseTo(999.25);
    expect(dataset.classNames).toEqual(genres);
    expect(dataset.labels).toEqual(Int32Array.from({ length: 1000 }, (_, i) => Math.floor(i / 100)));
  });

  it.each<[string, (lines: string[]) => void, string]>([
    ['a missing row', (lines) => lines.pop(), 'has 999 records up to line 1000 instead of 1000'],
    ['another column', (lines) => (lines[0] = lines[0]!.replace('mfcc3', 'x')), '"x" in line 1 instead of'],
    ['a missing value', (lines) => (lines[3] = lines[3]!.replace(',2.01,', ',,')), 'value 3 in line 4'],
    ['another genre', (lines) => (lines[9] = lines[9]!.replace(/blues$/, 'folk')), 'known genre in line 10'],
  ])('refuses %s', async (_, change, message) => {
    const parsing = parseMusicGenre(table(change));
    await expect(parsing).rejects.toThrow(DataError);
    await expect(parsing).rejects.toThrow(message);
  });
});

// The real file, where somebody has put it.
describe.skipIf(!process.env['CHOOSY_DATA_DIR'])('loadMusicGenre', () => {
  it('loads the real file', async () => {
    const dataset = await loadMusicGenre();
    checkDataset(dataset);
    expect(dataset.name).toBe('music-genre');
    const counts = genres.map((_, c) => dataset.labels.filter((l: number) => l === c).length);
    expect(counts).toEqual(Array<number>(10).fill(100));
    expect(dataset.features[0]).toBe(Math.fround(0.43089412510360664));
    expect(dataset.features.at(-1)).toBeLessThan(0);
  });

  it('has 14 samples that repeat another one, which a split can keep together', async () => {
    const dataset = await loadMusicGenre();
    const groups = groupEqualSamples(dataset);
    const copies = [...groups.entries()].filter(([index, group]) => index !== group);
    expect(copies.length).toBe(14);
    const otherClass = copies.filter(([copy, first]) => dataset.labels[copy] !== dataset.labels[first]);
    expect(otherClass).toEqual([[991, 614]]);
    for (let seed = 0; seed < 20; seed++) {
      const split = splitDataset(dataset, { fractions: { validation: 0.2, test: 0.2 }, seed, groups });
      const parts = [split.train, split.validation, split.test];
      expect(parts.map(datasetSize)).toEqual([600, 200, 200]);
      const distinct = parts.map((part) => new Set(groupEqualSamples(part)).size);
      expect(distinct.reduce((a, b) => a + b)).toBe(986);
    }
  });
});
