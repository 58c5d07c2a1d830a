import { expect, it } from 'vitest';
import { allSamples, samplesWhere } from './samples.js';

it('gives all samples, or some, in the order of the data set', () => {
  expect(allSamples(4)).toEqual(Uint32Array.of(0, 1, 2, 3));
  expect(samplesWhere(7, (sample) => sample % 3 === 0)).toEqual(Uint32Array.of(0, 3, 6));
  expect(samplesWhere(7, () => false)).toEqual(new Uint32Array());
});
