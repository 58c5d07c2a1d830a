import type { SelectorFactory } from '../../training/index.js';
import { dot } from '../shared/dot.js';
import { GradientSketch, SKETCH_SIZE } from '../shared/gradient-sketch.js';
import { Round } from '../shared/round.js';

/**
 * All samples every epoch, in an order in which their gradients balance: those that would let the sum of centred
 * gradients grow go to the end of the next epoch's order, the others to its front (GraB, Lu, Guo and De Sa 2022).
 */
export const grab = (): SelectorFactory => {
  return ({ size, batchSize, rng }) => {
    const sketch = new GradientSketch(rng);
    const round = new Round(size);
    /** 1 for a sample that goes to the back of the next order. */
    const back = new Uint8Array(size);
    /** Sum of this epoch's centred gradients, each with its sign. */
    const balance = new Float64Array(SKETCH_SIZE);
    /** Mean gradient of the epoch before, and the sum of this epoch's. */
    const [mean, sum] = [new Float64Array(SKETCH_SIZE), new Float64Array(SKETCH_SIZE)];
    const progress = { order: round.samples, progress: round.progress };
    const state = { ...progress, back, balance, mean, sum, seen: 0 };

    const startEpoch = () => {
      if (round.count === 0) return round.begin(rng);
      round.beginInOrder(frontThenBack(round.present, back));
      if (state.seen > 0) for (let k = 0; k < SKETCH_SIZE; k++) mean[k] = sum[k]! / state.seen;
      for (const array of [back, balance, sum]) array.fill(0);
      state.seen = 0;
    };

    return {
      name: 'grab',
      needs: ['features', 'logitGradient'],
      state,
      select() {
        if (round.isOver) startEpoch();
        return { indices: round.next(batchSize) };
      },
      observe({ indices, signals }) {
        const gradients = sketch.of(signals);
        for (let i = 0; i < indices.length; i++) {
          const gradient = gradients.subarray(i * SKETCH_SIZE, (i + 1) * SKETCH_SIZE);
          if (!Number.isFinite(dot(gradient, 0, gradient, 0, SKETCH_SIZE))) continue;
          state.seen++;
          let product = 0;
          for (let k = 0; k < SKETCH_SIZE; k++) {
            sum[k]! += gradient[k]!;
            gradient[k]! -= mean[k]!;
            product += balance[k]! * gradient[k]!;
          }
          // ‖balance + gradient‖ ≤ ‖balance − gradient‖
          const sign = product <= 0 ? 1 : -1;
          for (let k = 0; k < SKETCH_SIZE; k++) balance[k]! += sign * gradient[k]!;
          back[indices[i]!] = sign === 1 ? 0 : 1;
        }
      },
    };
  };
};

/** An order in which those at the back come last, in reverse, and the others as they were before them. */
function frontThenBack(order: Uint32Array, back: Uint8Array): Uint32Array {
  const next = new Uint32Array(order.length);
  let [first, last] = [0, order.length - 1];
  for (const sample of order) next[back[sample] === 1 ? last-- : first++] = sample;
  return next;
}
