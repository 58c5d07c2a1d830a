import { atLeastOne, checkOptions, fraction, nonNegativeNumber } from '../../core/check.js';
import { sum } from '../../core/sum.js';
import type { SelectorFactory } from '../../training/index.js';
import { drawByImportance, importancesOf } from '../shared/importance.js';
import { Round } from '../shared/round.js';

export interface ImportanceSamplingOptions {
  /** Size of the pool that is scored for a batch, in batches. */
  readonly presample?: number;
  /**
   * The gain τ above which samples are scored and drawn by importance. By default (presample + 3) / 3, where that
   * pays if a backward pass takes twice the time of a forward pass.
   */
  readonly threshold?: number;
  /** Share of the old value in the exponential average of τ. */
  readonly decay?: number;
}

/**
 * Uniform batches until importance sampling pays; then batches drawn from a scored pool in proportion to the norm of
 * each sample's gradient at the logits, weighted so that they are unbiased (Katharopoulos and Fleuret 2018).
 */
export const importanceSampling = ({
  presample = 3,
  threshold = (presample + 3) / 3,
  decay = 0.9,
}: ImportanceSamplingOptions = {}): SelectorFactory => {
  checkOptions(
    'importanceSampling',
    { presample: atLeastOne, threshold: nonNegativeNumber, decay: fraction },
    { presample, threshold, decay },
  );
  return ({ size, batchSize, rng }) => {
    const pass = new Round(size);
    const state = { order: pass.samples, progress: pass.progress, gain: 0, byImportance: false };
    const learn = (importances: Float32Array) => {
      state.gain = decay * state.gain + (1 - decay) * gainOf(importances);
    };
    return {
      name: 'importance-sampling',
      state,
      async select({ score }) {
        state.byImportance = state.gain > threshold;
        if (!state.byImportance) return { indices: pass.take(batchSize, rng) };
        const pool = pass.takeWhole(Math.round(presample * batchSize), rng);
        const importances = importancesOf((await score(pool)).gradientNorm);
        learn(importances);
        const places = drawByImportance(importances, batchSize, rng);
        const mean = sum(importances) / pool.length;
        return {
          indices: Uint32Array.from(places, (place) => pool[place]!),
          weights: Float32Array.from(places, (place) => mean / importances[place]!),
          divisor: batchSize,
        };
      },
      observe({ signals }) {
        // A batch drawn by importance would show less of a gain than there is.
        if (!state.byImportance) learn(importancesOf(signals.gradientNorm));
      },
    };
  };
};

/**
 * What a batch gains by importance, in the authors' units of batch size: τ = (1 − ‖g − u‖² / ‖g‖²)^(−1/2), with g the
 * importances over their sum and u uniform, which is √(n Σs²) / Σs.
 */
function gainOf(importances: Float32Array): number {
  let squares = 0;
  for (const importance of importances) squares += importance ** 2;
  return Math.sqrt(importances.length * squares) / sum(importances);
}
