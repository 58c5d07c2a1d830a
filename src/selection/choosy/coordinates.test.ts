import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { locateAll, widthOf } from './coordinates.js';
import { Kernel } from './kernel.js';

/** The coordinates of all samples of two classes. */
function located(features: Uint8Array | Float32Array, labels: readonly number[]) {
  const size = labels.length;
  const info = { size, labels: Int32Array.from(labels), classes: 2, batchSize: 2, rng: new Rng(1), features };
  const kernel = new Kernel(info, widthOf(info));
  locateAll(info, kernel);
  const { count, stride, values, widths } = kernel;
  return { count, values: values.filter((_, at) => at % stride < count), widths };
}

it('gives the features less the mean of the class, in units of the widest', () => {
  // Of class 0 the means are 2 and 10, of class 1 they are 7 and 24.
  const features = Float32Array.of(1, 14, 3, 6, 6, 20, 8, 28);
  const { count, values, widths } = located(features, [0, 0, 1, 1]);
  expect(count).toBe(2);
  // The second feature is four from its mean, and so the widest; the first is one from it.
  expect([...values]).toEqual([1, -0.25, -1, 0.25, -1, -0.25, 1, 0.25]);
  expect([...widths]).toEqual([1, 0.25]);
});

it('takes the twelve widest features', () => {
  const width = 30;
  const widthOf = (feature: number) => (feature * 7) % width;
  const features = new Uint8Array(4 * width).map(
    (_, at) => 100 + (at < 2 * width ? 1 : -1) * widthOf(at % width),
  );
  const { count, values, widths } = located(features, [0, 1, 0, 1]);
  expect(count).toBe(12);
  const expected = Array.from({ length: 12 }, (_, j) => (29 - j) / 29);
  widths.forEach((each, j) => expect(each).toBeCloseTo(expected[j]!, 12));
  expect([...values.subarray(0, 12)]).toEqual([...Float32Array.from(expected)]);
});

it('goes by some samples where there are many', () => {
  const size = 1280;
  // Every fifth sample is looked at; what the others have only is not seen.
  const features = Float32Array.from({ length: size }, (_, i) => (i % 5 === 0 ? (i % 2 ? 1 : -1) : 9));
  const { values, widths } = located(features, new Array<number>(size).fill(0));
  expect([...widths]).toEqual([1]);
  expect([...values.subarray(0, 6)]).toEqual([-1, 9, 9, 9, 9, 1]);
});

it('takes the mean of all for a class of which it saw nothing', () => {
  const labels = Array.from({ length: 512 }, (_, i) => (i === 1 ? 1 : 0));
  const features = Float32Array.from(labels, (label, i) => (label === 1 ? 7 : i % 4 === 0 ? 4 : 2));
  const { values } = located(features, labels);
  expect([...values.subarray(0, 3)]).toEqual([1, 4, -1]);
});

it('takes eight principal components of more than 64 features', () => {
  const rng = new Rng(4);
  const labels = Array.from({ length: 300 }, (_, i) => i % 2);
  const features = Float32Array.from(
    { length: 300 * 65 },
    (_, at) => (at % 65 === 30 ? 9 : 1) * rng.normal(),
  );
  const { count, values, widths } = located(features, labels);
  expect(count).toBe(8);
  expect(widths[0]).toBe(1);
  expect(widths[1]).toBeLessThan(0.3);
  // The first is nearly the feature that is the widest.
  const products = labels.map((_, i) => values[8 * i]! * features[65 * i + 30]!);
  const alike = products.filter((product) => product > 0).length;
  expect(Math.max(alike, 300 - alike)).toBeGreaterThan(270);
});

it('takes an odd number of features', () => {
  const features = Float32Array.of(1, 14, 0, 3, 6, 0, 6, 20, 0, 8, 28, 0);
  const { count, values, widths } = located(features, [0, 0, 1, 1]);
  expect(count).toBe(3);
  expect([...values]).toEqual([1, -0.25, 0, -1, 0.25, 0, -1, -0.25, 0, 1, 0.25, 0]);
  expect([...widths]).toEqual([1, 0.25, 0]);
});

it('gives zeros for samples that are all the same', () => {
  const { values, widths } = located(Float32Array.of(4, 5, 4, 5, 4, 5), [0, 0, 0]);
  expect([...values]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...widths]).toEqual([0, 0]);
});
