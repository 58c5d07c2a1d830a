import { checkOptions, finiteNumber, positiveShare } from '../../core/check.js';
import { UsageError } from '../../core/errors.js';
import type { SelectorFactory } from '../../training/index.js';
import { LossMemory } from '../shared/loss-memory.js';
import { Round } from '../shared/round.js';
import { samplesWhere } from '../shared/samples.js';
import { topK } from '../shared/top-k.js';

export interface SelfPacedOptions {
  /** Share of the samples that the first round with a threshold has, those of the lowest losses. */
  readonly initial?: number;
  /** μ: what the threshold is multiplied by from round to round, above 1. */
  readonly growth?: number;
}

/**
 * After one round through all samples, every round trains the samples whose last seen loss is at most a threshold,
 * which grows until all are in (self-paced learning; Kumar, Packer and Koller 2010).
 */
export const selfPaced = ({ initial = 0.5, growth = 1.3 }: SelfPacedOptions = {}): SelectorFactory => {
  checkOptions('selfPaced', { initial: positiveShare, growth: finiteNumber }, { initial, growth });
  if (growth <= 1) throw new UsageError(`selfPaced: growth must be above 1, got ${growth}.`);
  return ({ size, batchSize, rng }) => {
    const memory = new LossMemory(size);
    const { losses } = memory;
    const round = new Round(size);
    // 1/K of the paper.
    const state = { losses, round: round.samples, progress: round.progress, threshold: 0 };

    /** The loss below or at which there is the initial share of the losses, or infinity if that is not positive. */
    const firstThreshold = (): number => {
      let seen = 0;
      for (let sample = 0; sample < size; sample++) if (memory.isSeen(sample)) seen++;
      const count = Math.min(seen, Math.max(1, Math.round(initial * seen)));
      // The lowest `count` losses end where the largest of the others begin; those not seen, NaN, are the last of all.
      const negated = losses.map((loss) => -loss);
      let threshold = -Infinity;
      for (const sample of topK(negated, count)) threshold = Math.max(threshold, losses[sample]!);
      return threshold > 0 ? threshold : Infinity;
    };

    const beginRound = () => {
      if (round.count === 0) return round.begin(rng);
      state.threshold = round.count === 1 ? firstThreshold() : state.threshold * growth;
      // A sample whose loss was not seen is not above the threshold.
      const easy = samplesWhere(size, (sample) => !(losses[sample]! > state.threshold));
      round.begin(rng, easy.length === 0 ? undefined : easy);
    };

    return {
      name: 'self-paced',
      state,
      select() {
        if (round.isOver) beginRound();
        return { indices: round.next(batchSize) };
      },
      observe: ({ indices, signals }) => memory.keep(indices, signals.loss),
    };
  };
};
