import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { drawWithReplacement } from './draw-with-replacement.js';
import { SumTree } from './sum-tree.js';

it('draws each sample in proportion to its weight, whatever was drawn before', () => {
  const weights = [1, 0, 3, 4];
  const tree = new SumTree(4);
  tree.weights.set(weights);
  tree.rebuild();
  const counts = [0, 0, 0, 0];
  for (const sample of drawWithReplacement(tree, 20_000, new Rng(1))) counts[sample]!++;
  counts.forEach((count, sample) => {
    const share = weights[sample]! / 8;
    // Six standard deviations.
    expect(Math.abs(count - 20_000 * share)).toBeLessThanOrEqual(6 * Math.sqrt(20_000 * share * (1 - share)));
  });
});
