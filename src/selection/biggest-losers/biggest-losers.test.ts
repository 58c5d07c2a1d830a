import { expect, it } from 'vitest';
import { ascending, type LossOf, play, samplesOf } from '../../../test/support/play-selector.js';
import { biggestLosers } from './biggest-losers.js';

const situation = { size: 44, batchSize: 4, classes: 2, seed: 1 };

it('trains the samples of each pool whose fresh loss is highest', async () => {
  const scored: Uint32Array[] = [];
  const selector = biggestLosers({ pool: 3 })(samplesOf(situation));
  for (let step = 0; step < 8; step++) {
    const { indices } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (samples) => {
        scored.push(samples.slice());
        const loss = Float32Array.from(samples, (sample) => Math.sin(sample + 100 * step));
        return Promise.resolve({ loss, gradientNorm: loss });
      },
    });
    const pool = [...scored[step]!];
    expect(pool.length).toBe(12);
    const byLoss = pool.toSorted((a, b) => Math.sin(b + 100 * step) - Math.sin(a + 100 * step));
    expect(ascending([...indices])).toEqual(ascending(byLoss.slice(0, 4)));
  }
  // Three pools a pass; the eight samples that are left are no pool.
  for (const pass of [scored.slice(0, 3), scored.slice(3, 6)]) {
    expect(new Set(pass.flatMap((pool) => [...pool])).size).toBe(36);
  }
});

it('trains samples without a finite loss only where there are no others', async () => {
  const lossOf: LossOf = (index) => (index % 4 === 0 ? Infinity : index % 4 === 1 ? NaN : -index);
  const trained = async (pool: number) => {
    const batches = await play(biggestLosers({ pool })(samplesOf(situation)), situation, {
      steps: 1,
      lossOf,
    });
    return [...batches[0]!.indices];
  };
  // A pool of all samples, and one of a batch.
  expect(ascending(await trained(11))).toEqual([2, 3, 6, 7]);
  expect((await trained(1)).length).toBe(4);
});

it('is random shuffling with a pool of one batch', async () => {
  const batches = await play(biggestLosers({ pool: 1 })(samplesOf(situation)), situation, { steps: 11 });
  expect(ascending(batches.flatMap(({ indices }) => [...indices]))).toEqual([...Array(44).keys()]);
});

it('refuses a pool of nothing', () => {
  expect(() => biggestLosers({ pool: 0 })).toThrow('biggestLosers: pool must be a positive integer, got 0.');
});
