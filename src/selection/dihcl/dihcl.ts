import { checkOptions, nonNegativeInteger, oneOf, positiveShare } from '../../core/check.js';
import type { Rng } from '../../core/rng.js';
import type { SelectorFactory } from '../../training/index.js';
import { LossMemory } from '../shared/loss-memory.js';
import { progressOf } from '../shared/progress.js';
import { Round } from '../shared/round.js';
import { topK } from '../shared/top-k.js';
import { wholeBatches } from '../shared/whole-batches.js';

export interface DihclOptions {
  /** What is hard at a visit: a large change of the loss since the last one, or a large loss. */
  readonly hardness?: 'change' | 'loss';
  /** How a round's samples are found: drawn in proportion to their hardness, or those of the largest. */
  readonly choice?: 'draw' | 'greedy';
  /** γ: how much the newest hardness counts in the running mean. */
  readonly discount?: number;
  /** What the number of samples is multiplied by from episode to episode, of which ten come after the warm-up. */
  readonly shrink?: number;
  /** Smallest share of the samples that a round has; as all shares, rounded up to whole batches. */
  readonly smallest?: number;
  /**
   * Rounds through all samples before; absent means a sixtieth of the epochs of the run, at least 2, or 5 if it has no
   * limit.
   */
  readonly warmUp?: number;
}

/** In how many episodes the number of samples falls (section 4). */
const EPISODES = 10;
/** What samples of no hardness are drawn with, which is never before any other. */
const LEAST_HARDNESS = 1e-30;
/** Keeps running means finite. */
const MOST_HARDNESS = 1e30;

/**
 * Rounds over samples of high dynamic instance hardness, fewer from episode to episode. Hardness is a running mean of
 * how much a sample's loss changed from visit to visit, over the learning rate accumulated meanwhile (Zhou, Wang and
 * Bilmes 2020).
 */
export const dihcl = ({
  hardness = 'change',
  choice = 'draw',
  discount = 0.95,
  shrink = 0.85,
  smallest = 0.2,
  warmUp,
}: DihclOptions = {}): SelectorFactory => {
  const schemas = {
    ...{
      hardness: oneOf('change', 'loss'),
      choice: oneOf('draw', 'greedy'),
      warmUp: nonNegativeInteger.optional(),
    },
    ...{ discount: positiveShare, shrink: positiveShare, smallest: positiveShare },
  };
  checkOptions('dihcl', schemas, { hardness, choice, discount, shrink, smallest, warmUp });
  return (samples) => {
    const { size, batchSize, epochs = 300, rng } = samples;
    const memory = new LossMemory(size);
    const running = new Float32Array(size).fill(1);
    /** Sum of all learning rates before the last visit of each sample. */
    const rateAtVisit = new Float32Array(size);
    const round = new Round(size);
    const state = {
      ...{ losses: memory.losses, running, rateAtVisit, rate: 0 },
      ...{ round: round.samples, progress: round.progress },
      // A change takes two visits. Kept, so that a run that is prolonged does not go back to its warm-up.
      warmUpRounds: warmUp ?? Math.max(2, Math.round(epochs / 60)),
    };

    /** The hardness at a visit, or undefined if it cannot be told. */
    const hardnessAt = (sample: number, loss: number, learningRate: number): number | undefined => {
      // What was kept is rounded, and must not differ from what it was rounded from.
      const rate = hardness === 'loss' ? learningRate : Math.fround(state.rate) - rateAtVisit[sample]!;
      const before = hardness === 'loss' ? 0 : memory.losses[sample]!;
      // Nothing was learned since, or the sample was never seen.
      if (!(rate > 0) || Number.isNaN(before)) return undefined;
      return Math.min(Math.abs(loss - before) / rate, MOST_HARDNESS);
    };

    const beginRound = (epoch: number) => {
      const { warmUpRounds } = state;
      if (round.count < warmUpRounds) return round.begin(rng);
      const progress = progressOf(epoch - warmUpRounds, Math.max(1, epochs - warmUpRounds));
      const episode = Math.min(EPISODES, 1 + Math.floor(EPISODES * progress));
      const count = wholeBatches(size * Math.max(smallest, shrink ** episode), samples);
      round.begin(rng, topK(choice === 'greedy' ? running : drawKeys(running, rng), count));
    };

    return {
      name: 'dihcl',
      state,
      select({ epoch }) {
        if (round.isOver) beginRound(epoch);
        return { indices: round.next(batchSize) };
      },
      observe({ indices, signals, learningRate }) {
        for (let i = 0; i < indices.length; i++) {
          const sample = indices[i]!;
          const loss = signals.loss[i]!;
          if (!Number.isFinite(loss)) continue;
          const now = hardnessAt(sample, loss, learningRate);
          if (now !== undefined) running[sample] = discount * now + (1 - discount) * running[sample]!;
          rateAtVisit[sample] = state.rate;
        }
        memory.keep(indices, signals.loss);
        state.rate += learningRate;
      },
    };
  };
};

/**
 * Keys of which the k largest are k distinct samples drawn one after the other in proportion to their weights
 * (Efraimidis and Spirakis 2006; the logarithm of their u^(1/w)).
 */
function drawKeys(weights: Float32Array, rng: Rng): Float32Array {
  return weights.map((weight) => Math.log(1 - rng.uniform()) / Math.max(weight, LEAST_HARDNESS));
}
