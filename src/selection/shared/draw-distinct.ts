import type { Rng } from '../../core/rng.js';
import type { SumTree } from './sum-tree.js';

/**
 * Draws distinct samples one after the other, each in proportion to its weight among those not yet drawn: the
 * distribution of Efraimidis and Spirakis 2006. The weights are as before when it is done. O(count · log N).
 *
 * @returns The samples in the order drawn; fewer than `count` if fewer have a positive weight.
 */
export function drawDistinct(tree: SumTree, count: number, rng: Rng): Uint32Array {
  const drawn = new Set<number>();
  const removed: { sample: number; weight: number }[] = [];
  while (drawn.size < count && tree.total > 0) {
    const sample = tree.find(rng.uniform() * tree.total);
    if (!drawn.has(sample)) {
      drawn.add(sample);
      continue;
    }
    // Drawing again does what removing it at once would have done; most are never met a second time.
    removed.push({ sample, weight: tree.weights[sample]! });
    tree.set(sample, 0);
  }
  for (const { sample, weight } of removed) tree.set(sample, weight);
  return Uint32Array.from(drawn);
}
