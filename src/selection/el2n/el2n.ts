import { checkOptions, fraction, oneOf, positiveInteger } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { keepLargest } from '../shared/keep-largest.js';
import { Round } from '../shared/round.js';
import { allSamples } from '../shared/samples.js';
import { scoreInParts } from '../shared/score-in-parts.js';

export interface El2nOptions {
  /** Share of the samples that is left out after scoring, those of the lowest scores. */
  readonly prune?: number;
  /** Epochs of random shuffling before; absent means a tenth of those of the run, or 20 if it has no limit. */
  readonly after?: number;
  /** The norm of the error p − y, or that of the gradient at the weights of the last layer, which must be dense. */
  readonly score?: 'el2n' | 'last-layer-grand';
}

/**
 * Scores all samples after a few epochs by the norm of their error, EL2N, or of their gradient, GraNd; leaves out
 * those of the lowest scores, for good (Paul, Ganguli and Dziugaite 2021).
 */
export const el2n = ({ prune = 0.5, after, score = 'el2n' }: El2nOptions = {}): SelectorFactory => {
  const scores = oneOf('el2n', 'last-layer-grand');
  const rules = { prune: fraction, after: positiveInteger.optional(), score: scores };
  checkOptions('el2n', rules, { prune, after, score });
  return ({ size, batchSize, epochs = 200, rng }) => {
    const round = new Round(size);
    const state = {
      ...{ round: round.samples, progress: round.progress },
      // Kept, so that a run that is prolonged does not leave out samples twice.
      after: after ?? Math.max(1, Math.round(epochs / 10)),
    };

    const pruneBy = async (context: SelectionContext) => {
      const scores = new Float32Array(size);
      await scoreInParts(allSamples(size), context, (part, { gradientNorm, features }) => {
        for (let i = 0; i < part.length; i++) {
          // The gradient at weights and bias is error ⊗ features and error.
          const factor = features ? Math.sqrt(1 + squaredNorm(features, i, part.length)) : 1;
          scores[part[i]!] = gradientNorm[i]! * factor;
        }
      });
      round.begin(
        rng,
        keepLargest((sample) => scores[sample]!, { size, share: 1 - prune, rng }),
      );
    };

    return {
      name: 'el2n',
      ...(score === 'last-layer-grand' && { needs: ['features'] as const }),
      state,
      select(context) {
        if (round.isOver) {
          if (round.count === state.after)
            return pruneBy(context).then(() => ({ indices: round.next(batchSize) }));
          round.begin(rng, round.present);
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
