import { expect, it } from 'vitest';
import { ascending, play, samplesOf, type Situation } from '../../../test/support/play-selector.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { lengthBucketed } from './length-bucketed.js';

const situation: Situation = {
  ...{ size: 403, batchSize: 10, classes: 2, seed: 1 },
  lengths: Array.from({ length: 403 }, (_, i) => 1 + ((i * 17) % 40)),
};
const { lengths } = situation as { lengths: readonly number[] };
const longest = (indices: Uint32Array) => Math.max(...[...indices].map((index) => lengths[index]!));
const shortest = (indices: Uint32Array) => Math.min(...[...indices].map((index) => lengths[index]!));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it('makes the lengths in a batch much closer, and the batches cheaper', async () => {
  const play41 = (factory: ReturnType<typeof randomShuffling>) =>
    play(factory(samplesOf(situation)), situation, { steps: 41 });
  const [plain, bucketed] = [await play41(randomShuffling()), await play41(lengthBucketed())];
  const spread = (batches: typeof plain) =>
    mean(batches.map(({ indices }) => longest(indices) - shortest(indices)));
  expect(spread(plain)).toBeGreaterThan(25);
  expect(spread(bucketed)).toBeLessThan(2);
  const cost = (batches: typeof plain) => mean(batches.map(({ indices }) => longest(indices)));
  // What samples need is 20.5 on average.
  expect(cost(plain)).toBeGreaterThan(35);
  expect(cost(bucketed)).toBeLessThan(22);
});

it('gives batches in random order, by length neither up nor down', async () => {
  const batches = await play(lengthBucketed()(samplesOf(situation)), situation, { steps: 41 });
  const order = batches.map(({ indices }) => longest(indices));
  expect(order).not.toEqual(ascending(order));
  const rises = order.filter((length, i) => i > 0 && length > order[i - 1]!).length;
  expect(rises).toBeGreaterThan(10);
  expect(rises).toBeLessThan(30);
});

it('has the short batch of an epoch at any length and any place', async () => {
  const batches = await play(lengthBucketed()(samplesOf(situation)), situation, { steps: 41 * 40 });
  const short = batches.flatMap(({ indices }, step) => (indices.length < 10 ? [{ indices, step }] : []));
  expect(short.map(({ indices }) => indices.length)).toEqual(new Array(40).fill(3));
  const averages = [
    mean(short.map(({ indices }) => longest(indices))),
    mean(short.map(({ step }) => step % 41)),
  ];
  for (const average of averages) {
    // The middle is 20, and the deviation of a mean of 40 about 1.9.
    expect(Math.abs(average - 20)).toBeLessThan(8);
  }
});

it('buckets within its pool only', async () => {
  const pool = 4;
  const plain = await play(randomShuffling()(samplesOf(situation)), situation, { steps: pool });
  const batches = await play(lengthBucketed(undefined, { pool })(samplesOf(situation)), situation, {
    steps: pool,
  });
  const all = ({ indices }: { indices: Uint32Array }) => [...indices];
  expect(ascending(batches.flatMap(all))).toEqual(ascending(plain.flatMap(all)));
  const byLength = batches.toSorted((a, b) => longest(a.indices) - longest(b.indices));
  for (let i = 1; i < pool; i++) {
    expect(longest(byLength[i - 1]!.indices)).toBeLessThanOrEqual(shortest(byLength[i]!.indices));
  }
});

it('leaves the batches as they are where samples are not padded sequences', async () => {
  const unpadded: Situation = { size: 30, batchSize: 7, classes: 3, seed: 1 };
  const plain = await play(randomShuffling()(samplesOf(unpadded)), unpadded, { steps: 12 });
  expect(await play(lengthBucketed()(samplesOf(unpadded)), unpadded, { steps: 12 })).toEqual(plain);
});

it('refuses a pool of nothing', () => {
  expect(() => lengthBucketed(undefined, { pool: 0 })).toThrow(
    'lengthBucketed: pool must be a positive integer, got 0.',
  );
});
