import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending } from '../../../test/support/play-selector.js';
import { Round } from './round.js';

const batchesOf = (round: Round, batchSize: number) => {
  const batches: number[][] = [];
  while (!round.isOver) batches.push([...round.next(batchSize)]);
  return batches;
};
const lengthsOf = (batches: readonly (readonly number[])[]) => batches.map(({ length }) => length);
const ten = [...Array(10).keys()];

it('goes through all samples, each once, in a new random order every time, the last batch short', () => {
  const round = new Round(10);
  const rng = new Rng(1);
  expect([round.isOver, round.count]).toEqual([true, 0]);
  const orders = [1, 2].map((count) => {
    round.begin(rng);
    const batches = batchesOf(round, 4);
    expect(lengthsOf(batches)).toEqual([4, 4, 2]);
    expect([round.isOver, round.count]).toEqual([true, count]);
    return batches.flat();
  });
  for (const order of orders) expect(ascending(order)).toEqual(ten);
  expect(orders[0]).not.toEqual(orders[1]);
});

it('goes through some samples, and then through all again', () => {
  const round = new Round(10);
  const rng = new Rng(1);
  round.begin(rng, Uint32Array.of(3, 9, 4, 1));
  expect(ascending(batchesOf(round, 3).flat())).toEqual([1, 3, 4, 9]);
  round.begin(rng, round.present);
  expect(ascending(batchesOf(round, 3).flat())).toEqual([1, 3, 4, 9]);
  round.begin(rng);
  expect(ascending(batchesOf(round, 3).flat())).toEqual(ten);
});

it('cuts some samples into batches of nearly equal size, as few as hold them', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 50 }), (length, batchSize) => {
      const round = new Round(41);
      round.beginInOrder(Uint32Array.from({ length }, (_, i) => 2 * i));
      const batches = batchesOf(round, batchSize);
      expect(batches.flat()).toEqual(Array.from({ length }, (_, i) => 2 * i));
      expect(batches.length).toBe(Math.ceil(length / batchSize));
      const lengths = lengthsOf(batches);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }),
  ));

it('takes samples pass after pass, with what is left of one, or without', () => {
  const rng = new Rng(1);
  const passes = new Round(10);
  const taken = Array.from({ length: 6 }, () => [...passes.take(4, rng)]);
  expect(lengthsOf(taken)).toEqual([4, 4, 2, 4, 4, 2]);
  expect(ascending(taken.slice(3).flat())).toEqual(ten);
  const whole = new Round(10);
  const pools = Array.from({ length: 6 }, () => [...whole.takeWhole(4, rng)]);
  expect(lengthsOf(pools)).toEqual([4, 4, 4, 4, 4, 4]);
  expect(new Set(pools.slice(2, 4).flat()).size).toBe(8);
  expect(whole.count).toBe(3);
  expect(ascending([...whole.takeWhole(99, rng)])).toEqual(ten);
});

it('goes on from its arrays', () => {
  const [one, two] = [new Round(9), new Round(9)];
  one.begin(new Rng(2));
  one.next(4);
  two.samples.set(one.samples);
  two.progress.set(one.progress);
  expect(batchesOf(two, 2)).toEqual(batchesOf(one, 2));
});
