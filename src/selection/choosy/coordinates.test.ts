import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { coordinatesOf } from './coordinates.js';

const samplesOf = (features: Uint8Array | Float32Array, labels: readonly number[]) => ({
  ...{ size: labels.length, labels: Int32Array.from(labels), classes: 2, batchSize: 2, rng: new Rng(1) },
  features,
});

it('gives the features less the mean of the class, in units of the widest', () => {
  // Of class 0 the means are 2 and 10, of class 1 they are 7 and 24.
  const features = Float32Array.of(1, 14, 3, 6, 6, 20, 8, 28);
  const { count, values, widths } = coordinatesOf(samplesOf(features, [0, 0, 1, 1]));
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
  const { count, values, widths } = coordinatesOf(samplesOf(features, [0, 1, 0, 1]));
  expect(count).toBe(12);
  const expected = Array.from({ length: 12 }, (_, j) => (29 - j) / 29);
  widths.forEach((each, j) => expect(each).toBeCloseTo(expected[j]!, 12));
  expect([...values.subarray(0, 12)]).toEqual([...Float32Array.from(expected)]);
});

it('goes by a thousand samples where there are more', () => {
  const size = 5000;
  // Every fifth sample is looked at; what the others have only is not seen.
  const features = Float32Array.from({ length: size }, (_, i) => (i % 5 === 0 ? (i % 2 ? 1 : -1) : 9));
  const labels = new Array<number>(size).fill(0);
  const { values, widths } = coordinatesOf(samplesOf(features, labels));
  expect([...widths]).toEqual([1]);
  expect([...values.subarray(0, 6)]).toEqual([-1, 9, 9, 9, 9, 1]);
});

it('has none for samples whose features are unknown, and zeros for those that are all the same', () => {
  const labels = new Int32Array(3);
  const unknown = { size: 3, labels, classes: 1, batchSize: 2, rng: new Rng(1) };
  expect(coordinatesOf(unknown)).toEqual({
    count: 0,
    values: new Float32Array(0),
    widths: new Float64Array(0),
  });
  const same = coordinatesOf({ ...unknown, features: Float32Array.of(4, 5, 4, 5, 4, 5) });
  expect([...same.values]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...same.widths]).toEqual([0, 0]);
});
