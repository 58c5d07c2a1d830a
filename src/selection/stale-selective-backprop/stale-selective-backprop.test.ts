import { expect, it } from 'vitest';
import { ascending, type LossOf, play, samplesOf, watchScores } from '../../../test/support/play-selector.js';
import { staleSelectiveBackprop } from './stale-selective-backprop.js';

/** Plays passes, and gives the samples scored and trained in each. */
async function playPasses(staleness: number, count: number, lossOf: LossOf, size = 40) {
  const situation = { size, batchSize: 8, classes: 2, seed: 1 };
  const selector = staleSelectiveBackprop({ beta: 1, staleness })(samplesOf(situation));
  const passes = Array.from({ length: count }, () => ({ scored: [] as number[], trained: [] as number[] }));
  const present = () => (selector.state!['progress'] as Uint32Array)[2]! - 1;
  const watched = watchScores(selector, (samples) => passes[present()]?.scored.push(...samples));
  while (present() < count) {
    const [batch] = await play(watched, situation, { steps: 1, lossOf });
    passes[present()]?.trained.push(...batch!.indices);
  }
  return passes;
}

it('scores all samples in every third pass after the first, which trains them', async () => {
  const passes = await playPasses(3, 8, (index) => index + 1);
  const all = [...Array(40).keys()];
  expect(ascending(passes[0]!.trained)).toEqual(all);
  expect(passes.map(({ scored }) => scored.length)).toEqual([0, 0, 0, 40, 0, 0, 40, 0]);
  expect(ascending(passes[3]!.scored)).toEqual(all);
});

it('goes by the last known loss in between, which is that of training where it was trained', async () => {
  // In the first pass the samples from 200 on are hard. Once trained again, a sample has a loss of 0.
  let visits = 0;
  const lossOf: LossOf = (index) => (visits++ < 400 ? (index < 200 ? 1 : 2) : 0);
  const [, second, third] = await playPasses(1000, 3, lossOf, 400);
  const share = ({ trained }: { trained: number[] }, of: (index: number) => boolean) =>
    trained.filter(of).length / trained.length;
  // Percentiles of 1/4 and 3/4, on average.
  expect(share(second!, (index) => index >= 200)).toBeCloseTo(3 / 4, 1);
  const again = new Set(second!.trained);
  expect(share(third!, (index) => again.has(index))).toBeLessThan(0.2);
});

it('scores samples whose loss was never a number', async () => {
  const passes = await playPasses(5, 3, (index) => (index === 7 ? NaN : 1));
  expect(passes.map(({ scored }) => scored)).toEqual([[], [7], [7]]);
});

it('refuses a staleness of nothing', () => {
  expect(() => staleSelectiveBackprop({ staleness: 0 })).toThrow(
    'staleSelectiveBackprop: staleness must be a positive integer, got 0.',
  );
});
