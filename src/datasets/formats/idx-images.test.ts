import { describe, expect, it } from 'vitest';
import { DataError } from '../../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../../training/dataset.js';
import { parseIdxImages } from './idx-images.js';

const idx = (shape: readonly number[], value: (index: number) => number): Uint8Array => {
  const size = shape.reduce((a, b) => a * b);
  const header = [0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255])];
  return Uint8Array.from([...header, ...Array.from({ length: size }, (_, i) => value(i))]);
};

const digits = { name: 'digits', classNames: Array.from({ length: 10 }, (_, i) => `digit ${i}`) };

describe('parseIdxImages', () => {
  it('makes a data set whose pixels are those of the file, not copies', () => {
    const images = idx([3, 28, 28], (i) => i % 251);
    const dataset = parseIdxImages(
      digits,
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
    expect(dataset.name).toBe('digits');
    expect(dataset.classNames).toEqual(digits.classNames);
    expect(dataset.classNames).not.toBe(digits.classNames);
  });

  it('refuses files that hold something else', () => {
    const parse = (images: Uint8Array, labels: Uint8Array) => (): Dataset =>
      parseIdxImages(digits, 2, images, labels);
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
