import { expect, it } from 'vitest';
import { groupEqualSamples } from './equal-samples.js';
import { iris } from './iris.js';

it('gives each sample the index of the first that is equal', () => {
  const features = Float32Array.of(1, 2, 12, 0, 1, 2, 1, 20, 12, 0, 1, 2);
  const dataset = { name: 'pairs', sampleShape: [2], features, labels: new Float32Array(6) };
  expect(groupEqualSamples(dataset)).toEqual(Int32Array.of(0, 1, 0, 3, 1, 0));
});

it('finds the flower that occurs twice in iris', () => {
  const groups = groupEqualSamples(iris());
  expect([...groups.entries()].filter(([index, group]) => index !== group)).toEqual([[142, 101]]);
});
