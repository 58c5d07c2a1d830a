import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { drawDistinct } from './draw-distinct.js';
import { SumTree } from './sum-tree.js';

function treeOf(weights: readonly number[]): SumTree {
  const tree = new SumTree(weights.length);
  tree.weights.set(weights);
  tree.rebuild();
  return tree;
}

it('draws pairs with the chances of drawing one after the other', () => {
  const weights = [1, 2, 3, 4];
  const tree = treeOf(weights);
  const rng = new Rng(1);
  const counts = new Map<string, number>();
  const draws = 50_000;
  for (let i = 0; i < draws; i++) {
    const pair = drawDistinct(tree, 2, rng).join();
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  for (let first = 0; first < 4; first++) {
    for (let second = 0; second < 4; second++) {
      const chance =
        first === second ? 0 : ((weights[first]! / 10) * weights[second]!) / (10 - weights[first]!);
      const count = counts.get(`${first},${second}`) ?? 0;
      // Five standard deviations.
      expect(Math.abs(count - draws * chance)).toBeLessThanOrEqual(5 * Math.sqrt(draws * chance));
    }
  }
});

it('leaves the weights as they were', () => {
  const tree = treeOf([0.1, 0.2, 0, 0.3]);
  const sums = tree.sums.slice();
  drawDistinct(tree, 3, new Rng(1));
  expect(tree.weights).toEqual(Float32Array.of(0.1, 0.2, 0, 0.3));
  expect(tree.sums).toEqual(sums);
});

it('draws no sample of weight 0, even if fewer are left than asked for', () => {
  const drawn = drawDistinct(treeOf([0, 5, 0, 1e-20]), 3, new Rng(1));
  expect([...drawn].sort()).toEqual([1, 3]);
  expect(drawDistinct(treeOf([0, 0]), 1, new Rng(1))).toEqual(new Uint32Array());
});
