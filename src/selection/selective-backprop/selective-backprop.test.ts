import { expect, it } from 'vitest';
import { ascending, samplesOf } from '../../../test/support/play-selector.js';
import { selectiveBackprop } from './selective-backprop.js';

const situation = { size: 40, batchSize: 8, classes: 2, seed: 1 };

it('trains a first pass without scores, and scores every sample once a pass from then on', async () => {
  const selector = selectiveBackprop({ beta: 1 })(samplesOf(situation));
  const scored: number[] = [];
  const context = {
    ...{ step: 0, epoch: 0, learningRate: 1 },
    score: (samples: Uint32Array) => {
      scored.push(...samples);
      const loss = Float32Array.from(samples, (sample) => sample + 1);
      return Promise.resolve({ loss, gradientNorm: loss });
    },
  };
  for (let step = 0; step < 5; step++) await selector.select(context);
  expect(scored).toEqual([]);
  while (scored.length < 80) await selector.select(context);
  expect(ascending(scored.slice(0, 40))).toEqual([...Array(40).keys()]);
  expect(ascending(scored.slice(40, 80))).toEqual([...Array(40).keys()]);
});

it('refuses options that cannot be', () => {
  expect(() => selectiveBackprop({ beta: -1 })).toThrow(
    'selectiveBackprop: beta must be a number of at least 0, got -1.',
  );
  expect(() => selectiveBackprop({ history: 0 })).toThrow(
    'selectiveBackprop: history must be a positive integer, got 0.',
  );
});
