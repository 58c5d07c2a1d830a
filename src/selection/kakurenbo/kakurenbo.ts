import { checkOptions, fraction, positiveNumber } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { LossMemory } from '../shared/loss-memory.js';
import { progressOf } from '../shared/progress.js';
import { Round } from '../shared/round.js';
import { samplesWhere } from '../shared/samples.js';
import { scoreInParts } from '../shared/score-in-parts.js';
import { topK } from '../shared/top-k.js';

export interface KakurenboOptions {
  /** Largest share of the samples that is hidden. */
  readonly hidden?: number;
  /** Epochs that the schedule spans; absent means those of the run, and no schedule if it has no limit. */
  readonly epochs?: number;
}

/** A sample is hidden only if the model gives its label at least this probability, so that it is right, too. */
const CONFIDENCE = 0.7;

/** From which part of the run on which part of `hidden` may be hidden (the steps of the authors' scripts). */
const SCHEDULE = [
  { from: 0.8, part: 0.4 },
  { from: 0.6, part: 0.6 },
  { from: 0.3, part: 0.8 },
  { from: 0, part: 1 },
];

/**
 * Hides the samples of lowest loss for a pass, unless the model is wrong or unsure about them, and raises the learning
 * rate in return: KAKURENBO (Nguyen et al. 2023). Hidden samples are scored when the pass ends.
 */
export const kakurenbo = ({ hidden = 0.3, epochs }: KakurenboOptions = {}): SelectorFactory => {
  checkOptions('kakurenbo', { hidden: fraction, epochs: positiveNumber.optional() }, { hidden, epochs });
  return ({ size, batchSize, classes, rng, epochs: epochsOfRun }) => {
    const memory = new LossMemory(size);
    const round = new Round(size);
    /** 1 for samples that are hidden in this pass. */
    const isHidden = new Uint8Array(size);
    const { samples, progress } = round;
    const state = { losses: memory.losses, samples, progress, isHidden, learningRateScale: 1 };
    // Of cross-entropy, the negative logarithm of that probability.
    const highestLoss = classes === undefined ? Infinity : -Math.log(CONFIDENCE);

    const hide = (shareHidden: number) => {
      isHidden.fill(0);
      const candidates = topK(
        memory.losses.map((loss) => -loss),
        Math.floor(shareHidden * size),
      );
      for (const sample of candidates) {
        // Not true of NaN, the loss of samples that none is known of.
        if (memory.losses[sample]! <= highestLoss) isHidden[sample] = 1;
      }
    };
    const startPass = async (context: SelectionContext) => {
      if (round.count === 0) {
        round.begin(rng);
        return;
      }
      const hiddenOnes = samplesWhere(size, (sample) => isHidden[sample] === 1);
      await scoreInParts(hiddenOnes, context, (part, { loss }) => memory.keep(part, loss));
      const behind = progressOf(context.epoch, epochs ?? epochsOfRun);
      const shareHidden = hidden * SCHEDULE.find(({ from }) => behind >= from)!.part;
      hide(shareHidden);
      state.learningRateScale = 1 / (1 - shareHidden);
      round.begin(
        rng,
        samplesWhere(size, (sample) => isHidden[sample] === 0),
      );
    };

    return {
      name: 'kakurenbo',
      state,
      async select(context) {
        if (round.isOver) await startPass(context);
        const { learningRateScale } = state;
        return { indices: round.next(batchSize), ...(learningRateScale !== 1 && { learningRateScale }) };
      },
      observe: ({ indices, signals }) => memory.keep(indices, signals.loss),
    };
  };
};
