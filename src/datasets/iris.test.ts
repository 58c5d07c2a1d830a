import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkDataset, datasetSize } from '../training/dataset.js';
import { iris } from './iris.js';

it('is 150 flowers of 4 features in 3 classes of 50', () => {
  const dataset = iris();
  checkDataset(dataset);
  expect(dataset.sampleShape).toEqual([4]);
  expect(datasetSize(dataset)).toBe(150);
  expect(dataset.classNames).toEqual(['setosa', 'versicolor', 'virginica']);
  expect([0, 1, 2].map((label) => dataset.labels.filter((l: number) => l === label).length)).toEqual([
    50, 50, 50,
  ]);
});

it("has Fisher's class means", () => {
  const { features, labels } = iris();
  const means = [0, 1, 2].map((label) =>
    [0, 1, 2, 3].map((feature) => {
      let sum = 0;
      labels.forEach((l: number, i: number) => (sum += l === label ? features[i * 4 + feature]! : 0));
      return Math.round((sum / 50) * 1000) / 1000;
    }),
  );
  // Fisher 1936, table II.
  expect(means).toEqual([
    [5.006, 3.428, 1.462, 0.246],
    [5.936, 2.77, 4.26, 1.326],
    [6.588, 2.974, 5.552, 2.026],
  ]);
});

it("has Fisher's values in rows 35 and 38", () => {
  const { features } = iris();
  expect(features.slice(34 * 4, 35 * 4)).toEqual(Float32Array.of(4.9, 3.1, 1.5, 0.2));
  expect(features.slice(37 * 4, 38 * 4)).toEqual(Float32Array.of(4.9, 3.6, 1.4, 0.1));
});

it('is, written out, the iris.csv of scikit-learn', () => {
  const { features, labels, classNames } = iris();
  const rows = Array.from(labels, (label: number, i: number) =>
    [...Array.from(features.slice(4 * i, 4 * i + 4), (x: number) => x.toFixed(1)), label].join(),
  );
  const csv = [`150,4,${classNames!.join()}`, ...rows, ''].join('\n');
  expect(createHash('sha256').update(csv).digest('hex')).toBe(
    'f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449',
  );
});

it('gives a fresh copy each time', () => {
  iris().features[0] = 0;
  expect(iris().features[0]).toBeCloseTo(5.1);
});
