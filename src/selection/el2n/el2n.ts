import { checkOptions, fraction, oneOf, positiveInteger } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { keepLargest } from '../shared/keep-largest.js';
import { Round } from '../shared/round.js';

export interface El2nOptions {
  /** Share of the samples that is left out after scoring, those of the lowest scores. */
  readonly prune?: number;
  /** Epochs of random shuffling before; absent means a tenth of those of the run, or 20 if it has no limit. */
  readonly after?: number;
  /** The norm of the error p − y, or that of the gradient at the weights of the last layer, which must be dense. */
  readonly score?: 'el2n' | 'last-layer-grand';
}

/** Samples that are scored at a time, so that their signals need not be held for all. */
const SCORED_AT_ONCE = 8192;

/**
 * Scores all samples after a few epochs by the norm of their error, EL2N, or of their gradient, GraNd; leaves out
 * those of the lowest scores, for good (Paul, Ganguli and Dziugaite 2021).
 */
export const el2n = ({ prune = 0.5, after, score = 'el2n' }: El2nOptions = {}): SelectorFactory => {
  checkOptions('el2n', { prune: fraction, score: oneOf('el2n', 'last-layer-grand') }, { prune, score });
  if (after !== undefined) checkOptions('el2n', { after: positiveInteger }, { after });
  return ({ size, batchSize, epochs = 200, rng }) => {
    const early = after ?? Math.max(1, Math.round(epochs / 10));
    const round = new Round(size);
    const state = { round: round.samples, progress: round.progress, kept: size };

    const pruneBy = async (context: SelectionContext) => {
      const scores = new Float32Array(size);
      for (let start = 0; start < size; start += SCORED_AT_ONCE) {
        const { length } = scores.subarray(start, start + SCORED_AT_ONCE);
        const { gradientNorm, features } = await context.score(
          Uint32Array.from({ length }, (_, i) => start + i),
        );
        // The gradient at weights and bias is error ⊗ features and error.
        for (let i = 0; i < length; i++) {
          scores[start + i] =
            gradientNorm[i]! * (features ? Math.sqrt(1 + squaredNorm(features, i, length)) : 1);
        }
      }
      const kept = keepLargest((sample) => scores[sample]!, { size, share: 1 - prune, rng });
      state.kept = kept.length;
      round.begin(rng, kept);
    };

    return {
      name: 'el2n',
      ...(score === 'last-layer-grand' && { needs: ['features'] as const }),
      state,
      select(context) {
        if (round.isOver) {
          if (round.count === early) return pruneBy(context).then(() => ({ indices: round.next(batchSize) }));
          if (round.count < early) round.begin(rng);
          else round.begin(rng, round.samples.subarray(0, state.kept));
        }
        return { indices: round.next(batchSize) };
      },
    };
  };
};

/** Squared norm of one row of several of equal length. */
function squaredNorm(rows: Float32Array, row: number, count: number): number {
  const width = rows.length / count;
  let sum = 0;
  for (let i = row * width; i < (row + 1) * width; i++) sum += rows[i]! ** 2;
  return sum;
}
