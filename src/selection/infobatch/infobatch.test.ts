import type { Batch } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, type LossOf, samplesOf } from '../../../test/support/play-selector.js';
import { infoBatch } from './infobatch.js';

const situation = { size: 100, batchSize: 10, classes: 2, seed: 1 };
/** Of these, 0 to 69 are below the mean. */
const lossOf: LossOf = (index) => (index < 70 ? 1 : 5);

/** Weights by sample of each of some passes, NaN for samples that were left out. */
function weightsOfPasses(
  count: number,
  losses: LossOf,
  options: Parameters<typeof infoBatch>[0] = {},
  more: object = {},
): number[][] {
  const selector = infoBatch(options)(samplesOf({ ...situation, ...more }));
  const progress = selector.state!['progress'] as Uint32Array;
  let trained = 0;
  const score = () => Promise.reject(new Error('a score'));
  return Array.from({ length: count }, () => {
    const ofPass = new Array<number>(100).fill(NaN);
    do {
      const context = { step: 0, epoch: trained / 100, learningRate: 1, score };
      const { indices, weights, divisor } = selector.select(context) as Batch;
      if (divisor !== indices.length) throw new Error(`a divisor of ${divisor}`);
      for (const [i, index] of indices.entries()) {
        if (!Number.isNaN(ofPass[index])) throw new Error(`${index} twice a pass`);
        ofPass[index] = weights![i]!;
      }
      trained += indices.length;
      const loss = Float32Array.from(indices, (index) => losses(index, 0));
      selector.observe!({ ...context, indices, signals: { loss, gradientNorm: loss } });
    } while (progress[1]! < progress[0]!);
    return ofPass;
  });
}

it('trains all, then leaves out some below the mean, and weighs the rest of these by 1 / (1 - r)', () => {
  for (const pruned of [0.25, 0.5]) {
    const [first, ...later] = weightsOfPasses(4, lossOf, { pruned });
    expect(first).toEqual(new Array(100).fill(1));
    for (const weights of later) {
      expect(weights.slice(70)).toEqual(new Array(30).fill(1));
      const kept = weights.slice(0, 70).filter((weight) => !Number.isNaN(weight));
      expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - pruned))]));
      // Six standard deviations.
      expect(Math.abs(kept.length - 70 * (1 - pruned))).toBeLessThan(
        6 * Math.sqrt(70 * pruned * (1 - pruned)),
      );
    }
    expect(later[0]).not.toEqual(later[1]);
  }
});

it('keeps the expected weight of every sample at 1', () => {
  const count = 2000;
  const sums = new Float64Array(100);
  for (const weights of weightsOfPasses(count, lossOf))
    weights.forEach((weight, index) => (sums[index]! += Number.isNaN(weight) ? 0 : weight));
  // The weight is 0 or 2, with a variance of 1.
  for (const sum of sums) expect(Math.abs(sum / count - 1)).toBeLessThan(5 / Math.sqrt(count));
});

it('goes by the last loss, an old one where a sample was left out', () => {
  // Samples left out in the second pass keep a loss below the mean; those trained again rise above it.
  let visits = 0;
  const losses: LossOf = (index) => (visits++ < 100 ? lossOf(index, 0) : 9);
  const [, second, third] = weightsOfPasses(3, losses);
  third!.forEach((weight, index) => {
    if (!Number.isNaN(second![index])) expect(weight).toBe(1);
    else expect(weight).not.toBe(1);
  });
});

it('trains all samples at the end of the run, as long as it is or as it is given', () => {
  const full = (options: object, more: object) =>
    weightsOfPasses(6, lossOf, options, more).map((weights) => !weights.some(Number.isNaN));
  // Passes begin at epochs 0, 1, then about 1.65, 2.3, 2.95 and 3.6.
  expect(full({}, { epochs: 1.7 })).toEqual([true, false, true, true, true, true]);
  expect(full({}, { epochs: 2 })).toEqual([true, false, false, true, true, true]);
  expect(full({ until: 0.5 }, { epochs: 4 })).toEqual([true, false, false, true, true, true]);
  expect(full({ epochs: 100 }, { epochs: 2 })).toEqual([true, false, false, false, false, false]);
  expect(full({}, {})).toEqual([true, false, false, false, false, false]);
});

it('leaves out nothing where no loss is below the mean, nor what has no loss', () => {
  for (const loss of [0.1, NaN]) {
    const passes = weightsOfPasses(3, () => loss);
    for (const weights of passes) expect(weights).toEqual(new Array(100).fill(1));
  }
  const [, second] = weightsOfPasses(2, (index) => (index < 10 ? Infinity : index));
  expect(ascending([...second!.keys()].filter((i) => second![i] === 1)).slice(0, 10)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
});

it('refuses to leave out everything', () => {
  expect(() => infoBatch({ pruned: 1 })).toThrow('infoBatch: pruned must be at least 0 and below 1, got 1.');
});
