import { checkOptions, positiveInteger } from '../../core/check.js';
import { UsageError } from '../../core/errors.js';
import type { SelectorFactory } from '../../training/index.js';
import { Round } from '../shared/round.js';
import { highestLosses } from '../shared/top-k.js';

export interface RhoLossOptions {
  /**
   * The loss that each sample of the training set has under a model trained on other samples, or what finds them,
   * such as {@link irreducibleLosses}: that is called at the first batch, so that its time is on the run's bill as
   * selection.
   */
  readonly irreducible: Float32Array | (() => Promise<Float32Array>);
  /** How many batches a pool is, of which one is trained. */
  readonly pool?: number;
}

/**
 * Scores a pool of several batches, and trains those of its samples whose loss is furthest above their irreducible
 * loss, which is what a model that never saw them has (RHO-LOSS, Mindermann et al. 2022).
 *
 * @throws UsageError from the factory or the first batch if there is not one finite irreducible loss a sample.
 */
export const rhoLoss = ({ irreducible, pool = 10 }: RhoLossOptions): SelectorFactory => {
  checkOptions('rhoLoss', { pool: positiveInteger }, { pool });
  return ({ size, batchSize, rng }) => {
    const pass = new Round(size);
    const losses = new Float32Array(size);
    const state = { order: pass.samples, progress: pass.progress, losses, known: false };
    const know = (values: Float32Array) => {
      checkLosses(values, size);
      losses.set(values);
      state.known = true;
    };
    if (typeof irreducible !== 'function') know(irreducible);
    return {
      name: 'rho-loss',
      state,
      async select({ score }) {
        if (!state.known && typeof irreducible === 'function') know(await irreducible());
        const candidates = pass.takeWhole(pool * batchSize, rng);
        const { loss } = await score(candidates);
        const reducible = loss.map((value, place) => value - losses[candidates[place]!]!);
        const places = highestLosses(reducible, Math.min(batchSize, candidates.length));
        return { indices: places.map((place) => candidates[place]!) };
      },
    };
  };
};

function checkLosses(values: Float32Array, size: number): void {
  if (!(values instanceof Float32Array) || values.length !== size) {
    throw new UsageError(
      `rhoLoss: irreducible must be a Float32Array with a loss for each of the ${size} samples of the training set, ` +
        `got ${values instanceof Float32Array ? `${values.length} of them` : 'something else'}.`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new UsageError(
      `rhoLoss: irreducible must be finite losses, got ${values[bad]} for sample ${bad}; train the reference model ` +
        'so that it does not diverge.',
    );
  }
}
