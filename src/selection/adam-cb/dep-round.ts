import type { Rng } from '../../core/rng.js';
import type { SumTree } from '../shared/sum-tree.js';

/** Parts of a stride that are rounding errors. */
const TINY = 1e-9;

/**
 * Draws `count` distinct samples, each with a chance of count · weight / total, by dependent rounding (DepRound; Gandhi
 * et al. 2006), taking the samples in the order of the tree: O(count · log N).
 *
 * Dependent rounding lets two samples fight for their joint chance until each is in or out. Where the pairs are taken
 * in order, the outcome is that of Deville's systematic sampling (Chauvet 2012), which needs to look only at one
 * sample drawn from each of `count` equal strides, and at those that lie across the borders of strides.
 *
 * @param tree No weight may be above total / count.
 */
export function depRound(tree: SumTree, count: number, rng: Rng): Uint32Array {
  const drawn = new Uint32Array(count);
  const stride = tree.total / count;
  // The sample across the border below the present stride, and the parts of a stride that it has below and above.
  let across = 0;
  let below = 0;
  let above = 0;
  for (let i = 0; i < count; i++) {
    const start = i * stride;
    if (i > 0) {
      across = tree.find(start);
      below = (start - tree.startOf(across)) / stride;
      above = tree.weights[across]! / stride - below;
      // It only touches the border.
      if (below < TINY || above < TINY) below = above = 0;
    }
    if (above > 0 && drawn[i - 1] === across) {
      drawn[i] = tree.find(start + (above + rng.uniform() * (1 - above)) * stride);
    } else if (rng.uniform() * (1 - below) * (1 - above) < below * above) {
      // It was not drawn below, which must not lower its whole chance, below + above.
      drawn[i] = across;
    } else {
      drawn[i] = tree.find(start + rng.uniform() * stride);
    }
  }
  return drawn;
}
