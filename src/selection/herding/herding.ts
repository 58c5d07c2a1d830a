import { checkOptions, positiveInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { dot } from '../shared/dot.js';
import { GradientSketch, SKETCH_SIZE } from '../shared/gradient-sketch.js';
import { Round } from '../shared/round.js';

export interface HerdingOptions {
  /** How many batches are scored and ordered together. */
  readonly pool?: number;
}

/**
 * All samples every epoch: scores a pool of several batches, and trains it in the greedy order in which the mean
 * gradient of the samples so far stays nearest to that of the pool (Lu, Meng and De Sa 2022).
 */
export const herding = ({ pool = 4 }: HerdingOptions = {}): SelectorFactory => {
  checkOptions('herding', { pool: positiveInteger }, { pool });
  return ({ size, batchSize, rng }) => {
    const sketch = new GradientSketch(rng);
    const pass = new Round(size);
    const herded = new Round(Math.min(size, pool * batchSize));
    const state = {
      ...{ order: pass.samples, progress: pass.progress },
      ...{ herded: herded.samples, herdedProgress: herded.progress },
    };
    return {
      name: 'herding',
      needs: ['features', 'logitGradient'],
      state,
      async select({ score }) {
        if (herded.isOver) {
          const samples = pass.take(herded.samples.length, rng);
          const places = herd(sketch.of(await score(samples)));
          herded.beginInOrder(places.map((place) => samples[place]!));
        }
        return { indices: herded.next(batchSize) };
      },
    };
  };
};

/**
 * Places in the order in which each next gradient z, less the mean, makes the norm of the sum s of those before
 * smallest: ‖s + z‖² = ‖s‖² + 2⟨s, z⟩ + ‖z‖². Gradients that are not finite come last. O(size²).
 *
 * @param gradients One after the other; centred in place.
 */
function herd(gradients: Float64Array): Uint32Array {
  const places = Array.from({ length: gradients.length / SKETCH_SIZE }, (_, place) => place);
  const product = (a: number, b: number) =>
    dot(gradients, a * SKETCH_SIZE, gradients, b * SKETCH_SIZE, SKETCH_SIZE);
  const isFinite = (place: number) => Number.isFinite(product(place, place));
  const left = places.filter(isFinite);
  const last = places.filter((place) => !isFinite(place));
  centre(gradients, left);
  const squares = places.map((place) => product(place, place));
  const products = new Float64Array(places.length);
  const order: number[] = [];
  while (left.length > 0) {
    let best = 0;
    let smallest = Infinity;
    for (let i = 0; i < left.length; i++) {
      const change = 2 * products[left[i]!]! + squares[left[i]!]!;
      if (change < smallest) [best, smallest] = [i, change];
    }
    const [chosen] = left.splice(best, 1) as [number];
    order.push(chosen);
    for (const place of left) products[place]! += product(chosen, place);
  }
  return Uint32Array.from([...order, ...last]);
}

/** Takes their mean from the gradients at some places. */
function centre(gradients: Float64Array, places: readonly number[]): void {
  for (let k = 0; k < SKETCH_SIZE; k++) {
    const mean = places.reduce((sum, place) => sum + gradients[place * SKETCH_SIZE + k]!, 0) / places.length;
    for (const place of places) gradients[place * SKETCH_SIZE + k]! -= mean;
  }
}
