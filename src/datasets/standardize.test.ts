import { describe, expect, it } from 'vitest';
import { DataError, ShapeError } from '../core/errors.js';
import type { Dataset } from '../training/dataset.js';
import { iris } from './iris.js';
import { splitDataset } from './split.js';
import { fitStandardizer, standardize } from './standardize.js';

const small: Dataset = {
  name: 'small',
  sampleShape: [2],
  features: Uint8Array.of(1, 7, 3, 7, 8, 7),
  labels: Int32Array.of(0, 1, 0),
};

describe('fitStandardizer', () => {
  it('measures mean and standard deviation, and scales a constant feature by 1', () => {
    const { mean, scale } = fitStandardizer(small);
    expect(mean).toEqual(Float64Array.of(4, 7));
    // Distances from the mean: -3, -1, 4; their squares: 9, 1, 16.
    expect(scale).toEqual(Float64Array.of(Math.sqrt(26 / 3), 1));
  });

  it('finds a feature constant even if its value has no exact binary form', () => {
    const dataset = {
      ...small,
      features: new Float32Array(2 * 1001).fill(0.1),
      labels: new Int32Array(1001),
    };
    expect(fitStandardizer(dataset).scale).toEqual(Float64Array.of(1, 1));
  });

  it('keeps its digits far from zero', () => {
    const features = Float32Array.of(1e7 + 1, 0, 1e7 + 3, 0);
    expect(fitStandardizer({ ...small, features, labels: Int32Array.of(0, 0) }).scale[0]).toBe(1);
  });

  it('refuses an empty data set and values that are not finite', () => {
    expect(() => fitStandardizer({ ...small, features: new Uint8Array(0) })).toThrow(DataError);
    expect(() =>
      fitStandardizer({ ...small, features: Float32Array.of(1, NaN), labels: Int32Array.of(0) }),
    ).toThrow(DataError);
  });
});

describe('standardize', () => {
  it('brings the samples it was fitted to to mean 0 and deviation 1, and leaves them as they were', () => {
    const dataset = iris();
    const standardized = standardize(dataset, fitStandardizer(dataset));
    const { mean, scale } = fitStandardizer(standardized);
    for (let j = 0; j < 4; j++) {
      expect(mean[j]).toBeCloseTo(0, 6);
      expect(scale[j]).toBeCloseTo(1, 6);
    }
    expect(dataset).toEqual(iris());
    expect(standardized.labels).toBe(dataset.labels);
  });

  it('treats test samples as the training samples were treated', () => {
    const { train, test } = splitDataset(iris(), { fractions: { validation: 0, test: 0.3 }, seed: 3 });
    const fitted = fitStandardizer(train);
    const { features } = standardize(test, fitted);
    expect(features[5]).toBe(Math.fround((test.features[5]! - fitted.mean[1]!) / fitted.scale[1]!));
  });

  it('makes floats of bytes', () => {
    const { features } = standardize(small, fitStandardizer(small));
    expect(features).toBeInstanceOf(Float32Array);
    expect(Array.from(features.slice(0, 2))).toEqual([Math.fround(-3 / Math.sqrt(26 / 3)), 0]);
  });

  it('refuses samples of another width', () => {
    const apply = (): Dataset => standardize(small, fitStandardizer(iris()));
    expect(apply).toThrow(ShapeError);
    expect(apply).toThrow('The samples of "small" have 2 features, but the standardizer was fitted to 4');
  });
});
