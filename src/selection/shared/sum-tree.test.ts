import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SumTree } from './sum-tree.js';

/** A tree of the given weights, set one by one. */
function treeOf(weights: readonly number[]): SumTree {
  const tree = new SumTree(weights.length);
  weights.forEach((weight, sample) => tree.set(sample, weight));
  return tree;
}

// Small whole numbers, whose sums are exact.
const wholeWeights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 100 });

it('finds each sample as often as it weighs', () =>
  fc.assert(
    fc.property(wholeWeights, (weights) => {
      const tree = treeOf(weights);
      const counts = new Array<number>(weights.length).fill(0);
      for (let point = 0; point < tree.total; point++) counts[tree.find(point)]!++;
      expect(counts).toEqual(weights);
    }),
  ));

it('follows changes, and sums anew what is written', () =>
  fc.assert(
    fc.property(wholeWeights, wholeWeights, (before, after) => {
      const size = Math.min(before.length, after.length);
      const [changed, expected] = [treeOf(before.slice(0, size)), treeOf(after.slice(0, size))];
      for (let sample = 0; sample < size; sample++) changed.set(sample, after[sample]!);
      expect(changed.sums).toEqual(expected.sums);
      const written = new SumTree(size);
      written.weights.set(after.slice(0, size));
      written.rebuild();
      expect(written.sums).toEqual(expected.sums);
    }),
  ));

it('never finds a sample of weight 0, wherever rounding leads', () =>
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-30, max: 1e30 })), {
        minLength: 1,
        maxLength: 70,
      }),
      fc.double({ min: 0, max: 1 }),
      (weights, share) => {
        const tree = treeOf(weights);
        if (tree.total > 0) expect(tree.weights[tree.find(share * tree.total)]).toBeGreaterThan(0);
      },
    ),
  ));

it('draws in proportion', () => {
  const tree = treeOf([1, 0, 2.5, ...new Array<number>(40).fill(0.1), 4]);
  const rng = new Rng(1);
  const counts = new Array<number>(44).fill(0);
  const draws = 100_000;
  for (let i = 0; i < draws; i++) counts[tree.find(rng.uniform() * tree.total)]!++;
  counts.forEach((count, sample) => {
    const chance = tree.weights[sample]! / tree.total;
    // Five standard deviations.
    expect(Math.abs(count - draws * chance)).toBeLessThanOrEqual(5 * Math.sqrt(draws * chance));
  });
});

it('tells where a sample begins: from there on it is found, and the next from its end', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 90 }), (weights) => {
      const tree = treeOf(weights);
      weights.forEach((weight, sample) => {
        const start = tree.startOf(sample);
        for (let point = start; point < start + weight; point += 0.5) expect(tree.find(point)).toBe(sample);
        const next = start + weight;
        if (weight > 0 && next < tree.total) expect(tree.startOf(tree.find(next))).toBe(next);
      });
    }),
  ));
