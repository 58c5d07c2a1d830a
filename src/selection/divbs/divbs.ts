import { checkOptions, positiveInteger } from '../../core/check.js';
import type { Rng } from '../../core/rng.js';
import type { SelectorFactory } from '../../training/index.js';
import { dot } from '../shared/dot.js';
import { LastLayerGradients } from '../shared/last-layer-gradients.js';
import { Round } from '../shared/round.js';

export interface DivbsOptions {
  /** How many batches a pool is, of which one is trained. */
  readonly pool?: number;
}

/**
 * Scores a pool of several batches, and trains those of its samples whose last-layer gradients together represent the
 * mean gradient of the pool, each by what the others leave of it: diversified batch selection (Hong et al. 2024).
 */
export const divbs = ({ pool = 10 }: DivbsOptions = {}): SelectorFactory => {
  checkOptions('divbs', { pool: positiveInteger }, { pool });
  return ({ size, batchSize, rng }) => {
    const pass = new Round(size);
    return {
      name: 'divbs',
      needs: ['features', 'logitGradient'],
      state: { order: pass.samples, progress: pass.progress },
      async select({ score }) {
        const candidates = pass.takeWhole(pool * batchSize, rng);
        const gradients = new LastLayerGradients(await score(candidates));
        const places = diverse(gradients, Math.min(batchSize, candidates.length), rng);
        return { indices: places.map((place) => candidates[place]!) };
      },
    };
  };
};

/** Share of a norm below which what is left of it is taken to be rounding error. */
const ROUNDING = 1e-6;

/**
 * Draws samples one after the other, each in proportion to the size of its gradient's product with the residual: what
 * is left of the mean gradient after projection on the gradients drawn before. When nothing is left, draws the others
 * uniformly.
 *
 * The gradients themselves are never written out; all that is needed are their products.
 */
function diverse(gradients: LastLayerGradients, count: number, rng: Rng): Uint32Array {
  const { size } = gradients;
  const chosen: number[] = [];
  const products = gradients.productsWithMean();
  const squares = gradients.squares();
  const meanNorm = Math.sqrt(Math.max(0, products.reduce((sum, product) => sum + product, 0) / size));
  const open = new Uint8Array(size).fill(1);
  /** Of each gradient, its products with the orthonormal directions of those drawn: `count` places a gradient. */
  const coordinates = new Float64Array(size * count);
  const sizes = new Float64Array(size);
  while (chosen.length < count) {
    let total = 0;
    for (let i = 0; i < size; i++) {
      const product = Math.abs(products[i]!);
      const left = open[i] === 1 && product > ROUNDING * meanNorm * Math.sqrt(squares[i]!);
      total += sizes[i] = left ? product : 0;
    }
    if (total === 0) break;
    const place = drawPlace(sizes, rng.uniform() * total);
    open[place] = 0;
    // Gram and Schmidt: the products of what the new gradient adds to the directions before.
    const added = gradients.productsWith(place);
    for (let i = 0; i < size; i++) {
      added[i]! -= dot(coordinates, i * count, coordinates, place * count, chosen.length);
    }
    const square = added[place]!;
    if (square <= ROUNDING ** 2 * squares[place]!) continue;
    const norm = Math.sqrt(square);
    const along = products[place]! / norm;
    for (let i = 0; i < size; i++) {
      const coordinate = added[i]! / norm;
      coordinates[i * count + chosen.length] = coordinate;
      products[i]! -= along * coordinate;
    }
    chosen.push(place);
  }
  const taken = new Set(chosen);
  const others = rng.shuffle([...sizes.keys()].filter((place) => !taken.has(place)));
  return Uint32Array.from([...chosen, ...others.slice(0, count - chosen.length)]);
}

/** The place that a point falls to when sizes are laid end to end. */
function drawPlace(sizes: Float64Array, point: number): number {
  let rest = point;
  let last = 0;
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] === 0) continue;
    last = i;
    if (rest < sizes[i]!) break;
    rest -= sizes[i]!;
  }
  return last;
}
