import { checkOptions, positiveNumber, positiveShare } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { LossMemory } from '../shared/loss-memory.js';
import { orderByLoss } from '../shared/order-by-loss.js';
import { progressOf } from '../shared/progress.js';
import { Round } from '../shared/round.js';
import { allSamples } from '../shared/samples.js';

export interface CompetenceCurriculumOptions {
  /** c₀: competence at the beginning, the share of the samples that is trained then. */
  readonly initial?: number;
  /**
   * T: epochs from when difficulties are known until all samples are in; absent means 0.3 of those of the run, or 5 if
   * it has no limit.
   */
  readonly epochs?: number;
}

/**
 * Draws each batch from the easiest samples, whose share grows as the square root of time until all are in
 * (competence-based curriculum; Platanios et al. 2019). Then it is random shuffling.
 *
 * Difficulty is the length of a sequence. Other samples have none before training, so theirs is the loss that the
 * first epoch, of random shuffling, sees.
 */
export const competenceCurriculum = ({
  initial = 0.01,
  epochs,
}: CompetenceCurriculumOptions = {}): SelectorFactory => {
  const rules = { initial: positiveShare, epochs: positiveNumber.optional() };
  checkOptions('competenceCurriculum', rules, { initial, epochs });
  return ({ size, batchSize, lengths, epochs: runEpochs, rng }) => {
    const duration = epochs ?? (runEpochs === undefined ? 5 : 0.3 * runEpochs);
    const round = new Round(size);
    // Of sequences, nothing needs to be seen.
    const memory = lengths ? undefined : new LossMemory(size);
    const start = memory ? 1 : 0;
    const state = {
      ...{ round: round.samples, progress: round.progress, sorted: false },
      ...(memory && { losses: memory.losses }),
    };

    /** Puts the samples in ascending order of difficulty, equal ones in random order. */
    const sortByDifficulty = () => {
      const { samples } = round;
      const difficulty = memory ? memory.losses : lengths!;
      const shuffled = rng.shuffle(allSamples(size));
      // Negative, since the highest come first; a loss that was never a number comes last.
      const ease = new Float32Array(size);
      for (let i = 0; i < size; i++) {
        const value = difficulty[shuffled[i]!]!;
        ease[i] = Number.isNaN(value) ? -Infinity : -value;
      }
      orderByLoss(ease, samples);
      for (let i = 0; i < size; i++) samples[i] = shuffled[samples[i]!]!;
      state.sorted = true;
    };

    /** Draws distinct samples among the easiest, of which there are a batch: they change places, but stay the easiest. */
    const drawEasiest = (competence: number): Uint32Array => {
      const { samples } = round;
      const count = Math.min(batchSize, size);
      const eligible = Math.max(count, Math.ceil(competence * size));
      for (let i = 0; i < count; i++) {
        const other = i + rng.integer(eligible - i);
        const held = samples[i]!;
        samples[i] = samples[other]!;
        samples[other] = held;
      }
      return samples.slice(0, count);
    };

    return {
      name: 'competence-curriculum',
      state,
      select({ epoch }) {
        if (!round.isOver) return { indices: round.next(batchSize) };
        // None of it is behind while losses are first seen.
        const progress = progressOf(Math.max(0, epoch - start), duration);
        const toSee = memory !== undefined && round.count === 0;
        if (progress === 1 || toSee) {
          round.begin(rng);
          return { indices: round.next(batchSize) };
        }
        if (!state.sorted) sortByDifficulty();
        return { indices: drawEasiest(Math.sqrt(progress * (1 - initial ** 2) + initial ** 2)) };
      },
      observe({ indices, signals }) {
        if (!state.sorted) memory?.keep(indices, signals.loss);
      },
    };
  };
};
