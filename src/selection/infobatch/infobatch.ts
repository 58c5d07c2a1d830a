import { checkOptions, fraction, positiveNumber, share } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { LossMemory } from '../shared/loss-memory.js';
import { progressOf } from '../shared/progress.js';
import { Round } from '../shared/round.js';
import { samplesWhere } from '../shared/samples.js';

export interface InfoBatchOptions {
  /** Chance that a pass leaves out a sample whose last loss is below the mean: r. */
  readonly pruned?: number;
  /** Part of the run after which nothing is left out any more: delta. */
  readonly until?: number;
  /** Epochs that `until` is a part of; absent means those of the run. Without a limit, pruning does not end. */
  readonly epochs?: number;
}

/** What a pass does with a sample: trains it, trains it in place of others, or leaves it out. */
const PLAIN = 0;
const RESCALED = 1;
const LEFT_OUT = 2;

/**
 * Every pass leaves out some of the samples whose last loss is below the mean, at random, and weighs the rest of these
 * so much more that the sum of losses stays the same on average; the end of the run trains all samples: InfoBatch
 * (Qin et al. 2024).
 */
export const infoBatch = ({
  pruned = 0.5,
  until = 0.875,
  epochs,
}: InfoBatchOptions = {}): SelectorFactory => {
  const rules = { pruned: fraction, until: share, epochs: positiveNumber.optional() };
  checkOptions('infoBatch', rules, { pruned, until, epochs });
  return ({ size, batchSize, rng, epochs: epochsOfRun }) => {
    const memory = new LossMemory(size);
    const round = new Round(size);
    const roles = new Uint8Array(size);
    const { samples, progress } = round;

    const startPass = ({ epoch }: SelectionContext) => {
      roles.fill(PLAIN);
      if (progressOf(epoch, epochs ?? epochsOfRun) >= until) {
        round.begin(rng);
        return;
      }
      const mean = meanOfKnown(memory.losses);
      for (let sample = 0; sample < size; sample++) {
        // Not true of NaN, the loss of samples that none is known of.
        if (memory.losses[sample]! < mean) roles[sample] = rng.uniform() < pruned ? LEFT_OUT : RESCALED;
      }
      round.begin(
        rng,
        samplesWhere(size, (sample) => roles[sample] !== LEFT_OUT),
      );
    };

    return {
      name: 'infobatch',
      state: { losses: memory.losses, samples, progress, roles },
      select(context) {
        if (round.isOver) startPass(context);
        const indices = round.next(batchSize);
        const weights = new Float32Array(indices.length);
        for (let i = 0; i < indices.length; i++)
          weights[i] = roles[indices[i]!] === RESCALED ? 1 / (1 - pruned) : 1;
        return { indices, weights, divisor: indices.length };
      },
      observe: ({ indices, signals }) => memory.keep(indices, signals.loss),
    };
  };
};

/** Mean of the losses that are known, in their own precision, so that none of equal losses is below it. */
function meanOfKnown(losses: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < losses.length; i++) {
    if (Number.isNaN(losses[i])) continue;
    sum += losses[i]!;
    count++;
  }
  return Math.fround(sum / count);
}
