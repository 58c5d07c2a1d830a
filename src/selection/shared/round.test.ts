import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { ascending } from '../../../test/support/play-selector.js';
import { Round } from './round.js';

const samplesOf = (round: Round, batchSize: number) => {
  const batches: number[][] = [];
  while (!round.isOver) batches.push([...round.next(batchSize)]);
  return batches;
};

it('goes through all samples or some, each once, in a random order, the last batch short', () => {
  const round = new Round(10);
  const rng = new Rng(1);
  expect([round.isOver, round.count]).toEqual([true, 0]);
  round.begin(rng, Uint32Array.of(3, 9, 4, 1));
  const some = samplesOf(round, 3);
  expect(some.map(({ length }) => length)).toEqual([3, 1]);
  expect(ascending(some.flat())).toEqual([1, 3, 4, 9]);
  round.begin(rng);
  const all = samplesOf(round, 4);
  expect(all.map(({ length }) => length)).toEqual([4, 4, 2]);
  expect(ascending(all.flat())).toEqual([...Array(10).keys()]);
  expect(all.flat()).not.toEqual([...Array(10).keys()]);
  expect([round.isOver, round.count]).toEqual([true, 2]);
});

it('goes on from its arrays', () => {
  const [one, two] = [new Round(9), new Round(9)];
  one.begin(new Rng(2));
  one.next(4);
  two.samples.set(one.samples);
  two.progress.set(one.progress);
  expect(samplesOf(two, 2)).toEqual(samplesOf(one, 2));
});
