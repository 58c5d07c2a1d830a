import type { Rng } from '../../core/rng.js';
import type { SumTree } from './sum-tree.js';

/** Draws samples independently, each in proportion to its weight, of which one must be positive. O(count · log N). */
export function drawWithReplacement(tree: SumTree, count: number, rng: Rng): Uint32Array {
  const drawn = new Uint32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = tree.find(rng.uniform() * tree.total);
  return drawn;
}
