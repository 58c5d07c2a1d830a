import { blocks, ops as op, type Value } from 'choosy/graph';
import { describe, it } from 'vitest';
import { checkGradient } from './support/gradient-check.js';

const { convolution, lstm, averagePool, maxPool, windowPlaces } = blocks;

describe('gradients of blocks agree with central differences', () => {
  it.each([
    { size: [3, 3], strides: [1, 1], padding: 'valid' },
    { size: [3, 2], strides: [2, 1], padding: 'same' },
    { size: [2, 2], strides: [2, 2], padding: 'same' },
  ] as const)('convolution, $padding, strides $strides', async (window) => {
    const places = windowPlaces([5, 6], window);
    const inputs = [{ shape: [2, 30, -1] }, { shape: [2 * places.taps.length, 3] }];
    await checkGradient(inputs, (x, w) => convolution(x, w, places));
  });

  it.each([
    { size: [2, 2], strides: [2, 2], padding: 'valid' },
    { size: [3, 3], strides: [2, 2], padding: 'valid' },
  ] as const)('convolution with max pooling of $size', async (pooling) => {
    const places = windowPlaces([8, 7], { size: [3, 3], strides: [1, 1], padding: 'same' });
    const pools = windowPlaces(places.places, pooling);
    await checkGradient([{ shape: [2, 56, -1] }, { shape: [18, 3] }], (x, w) =>
      convolution(x, w, places, pools),
    );
  });

  it.each(['valid', 'same'] as const)('pooling, %s', async (padding) => {
    const window = windowPlaces([5, 5], { size: [2, 3], strides: [2, 2], padding });
    await checkGradient([{ shape: [2, 25, -1] }], (x) => maxPool(x, window));
    await checkGradient([{ shape: [2, 25, -1] }], (x) => averagePool(x, window));
  });

  const steps = 4;
  const recurrence = [{ shape: [-steps, 8] }, { shape: [2, 8] }];
  it('lstm, all states', async () => {
    await checkGradient(recurrence, (x, r) => lstm(x, r));
  });
  it('lstm, last state', async () => {
    await checkGradient(recurrence, (x, r) => lstm(x, r).at(-1)!);
  });
  it('lstm, masked', async () => {
    // A mask that depends on the signs of the inputs, which the small shifts of the check do not change.
    const maskOf = (x: Value) =>
      op.split(op.reshape(x, [steps, -8]), Array<number>(steps).fill(1), 0).map((step) => {
        const first = op.slice(op.reshape(step, [-1, 8]), 1, 0, 1);
        return op.cast(op.greater(first, 0), x.type);
      });
    await checkGradient(recurrence, (x, r) => lstm(x, r, maskOf(x)));
  });
});
