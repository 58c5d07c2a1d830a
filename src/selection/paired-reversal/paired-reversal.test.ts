import { expect, it } from 'vitest';
import { play, samplesOf } from '../../../test/support/play-selector.js';
import { pairedReversal } from './paired-reversal.js';

it('goes back through the same batches, a short one first, and draws a new order for the next pair', async () => {
  const situation = { size: 20, batchSize: 6, classes: 2, seed: 1 };
  const batches = await play(pairedReversal()(samplesOf(situation)), situation, { steps: 16 });
  const indices = batches.map((batch) => [...batch.indices]);
  const pairs = [indices.slice(0, 8), indices.slice(8)] as const;
  for (const pair of pairs) {
    expect(pair.map(({ length }) => length)).toEqual([6, 6, 6, 2, 2, 6, 6, 6]);
    expect(pair.slice(4)).toEqual(pair.slice(0, 4).reverse());
  }
  expect(pairs[0]).not.toEqual(pairs[1]);
});

/**
 * Rajput, Lee and Papailiopoulos' case: SGD on quadratics. Over a pair of epochs, the product of the maps
 * x -> x - a (h x - g) of single samples is symmetric in their order up to the square of the step size.
 */
it('depends less on the order than random shuffling, on quadratic losses', async () => {
  const size = 12;
  const h = (index: number) => 1 + (index % 4);
  const g = (index: number) => Math.cos(3 * index);
  const minimum =
    Array.from({ length: size }, (_, i) => g(i)).reduce((a, b) => a + b) /
    Array.from({ length: size }, (_, i) => h(i)).reduce((a, b) => a + b);
  const meanError = async (epochs: 'paired' | 'independent') => {
    let sum = 0;
    for (let seed = 0; seed < 200; seed++) {
      const situation = { size, batchSize: 1, classes: 2, seed };
      const selector = pairedReversal()(samplesOf(situation));
      const batches = await play(selector, situation, { steps: 4 * size });
      // Two independent orders are the first epochs of two pairs.
      const second = epochs === 'paired' ? size : 2 * size;
      let x = minimum;
      for (const { indices } of [...batches.slice(0, size), ...batches.slice(second, second + size)]) {
        x -= 0.01 * (h(indices[0]!) * x - g(indices[0]!));
      }
      sum += (x - minimum) ** 2;
    }
    return sum / 200;
  };
  expect(await meanError('paired')).toBeLessThan((await meanError('independent')) / 10);
});
