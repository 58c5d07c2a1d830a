import { describe, expect, it } from 'vitest';
import { DataError } from '../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../training/dataset.js';
import { loadMnist, mnistFiles, parseMnist } from './mnist.js';
import { readDataFiles } from './no-files.js';

const idx = (shape: readonly number[], value: (index: number) => number): Uint8Array => {
  const size = shape.reduce((a, b) => a * b);
  const header = [0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255])];
  return Uint8Array.from([...header, ...Array.from({ length: size }, (_, i) => value(i))]);
};

describe('parseMnist', () => {
  it('makes a data set whose pixels are those of the file, not copies', () => {
    const images = idx([3, 28, 28], (i) => i % 251);
    const dataset = parseMnist(
      'digits',
      3,
      images,
      idx([3], (i) => 9 - i),
    );
    checkDataset(dataset);
    expect(datasetSize(dataset)).toBe(3);
    expect(dataset.sampleShape).toEqual([28, 28, 1]);
    expect(dataset.features.buffer).toBe(images.buffer);
    expect(dataset.features[783]).toBe(783 % 251);
    expect(dataset.labels).toEqual(Int32Array.of(9, 8, 7));
    expect(dataset.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('refuses files that hold something else', () => {
    const parse = (images: Uint8Array, labels: Uint8Array) => (): Dataset =>
      parseMnist('digits', 2, images, labels);
    const images = idx([2, 28, 28], () => 0);
    const labels = idx([2], () => 0);
    expect(parse(images, labels)).not.toThrow();
    expect(
      parse(
        idx([3, 28, 28], () => 0),
        labels,
      ),
    ).toThrow('have the shape [3, 28, 28] instead of [2, 28, 28]');
    expect(
      parse(
        images,
        idx([3], () => 0),
      ),
    ).toThrow('The labels of digits have the shape [3] instead of [2]');
    expect(parse(labels, images)).toThrow(DataError);
    expect(parse(images.subarray(1), labels)).toThrow(DataError);
  });
});

describe('loadMnist', () => {
  it('says in a browser that it needs Node', async () => {
    // What #files leads to there.
    const failure: unknown = await readDataFiles(mnistFiles).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataError);
    expect((failure as Error).message).toContain('run this in Node');
  });

  // The real files, where somebody has put them.
  it.skipIf(!process.env['CHOOSY_DATA_DIR'])('loads the real files', async () => {
    const { train, test } = await loadMnist();
    checkDataset(train);
    checkDataset(test);
    const counts = ({ labels }: Dataset): number[] => {
      const counted = Array<number>(10).fill(0);
      labels.forEach((label: number) => counted[label]!++);
      return counted;
    };
    expect([datasetSize(train), datasetSize(test)]).toEqual([60_000, 10_000]);
    expect(counts(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(counts(test)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });
});
