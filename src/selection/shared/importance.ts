import type { Rng } from '../../core/rng.js';
import { drawWithReplacement } from './draw-with-replacement.js';
import { SumTree } from './sum-tree.js';

/**
 * Scores as importances that samples can be drawn by: finite, not negative, and not all zero. A score below 0 counts
 * as 0, and one that is not finite as the mean of those that are; where nothing is left to go by, all are 1.
 */
export function importancesOf(scores: Float32Array): Float32Array {
  let sum = 0;
  let count = 0;
  for (const score of scores) {
    if (!Number.isFinite(score)) continue;
    sum += Math.max(0, score);
    count++;
  }
  if (sum === 0) return new Float32Array(scores.length).fill(1);
  const mean = sum / count;
  return scores.map((score) => (Number.isFinite(score) ? Math.max(0, score) : mean));
}

/** Draws places with replacement, each in proportion to its importance. O(length + count · log length). */
export function drawByImportance(importances: Float32Array, count: number, rng: Rng): Uint32Array {
  const tree = new SumTree(importances.length);
  tree.weights.set(importances);
  tree.rebuild();
  return drawWithReplacement(tree, count, rng);
}
