import { checkOptions, positiveShare } from '../../core/check.js';
import type { SelectorFactory, Signals } from '../../training/index.js';
import { Round } from '../shared/round.js';
import { highestLosses } from '../shared/top-k.js';

export interface OrderedSgdOptions {
  /** Share of each batch that is trained; absent means that it is adapted to the training accuracy. */
  readonly share?: number;
}

/** From which training accuracy on which share of a batch is trained (the rule of the authors' README). */
const SCHEDULE = [
  { accuracy: 0.995, share: 1 / 16 },
  { accuracy: 0.95, share: 1 / 8 },
  { accuracy: 0.9, share: 1 / 4 },
  { accuracy: 0.8, share: 1 / 2 },
];

/**
 * Trains the q samples of every random batch whose loss is highest (Kawaguchi and Lu 2020), where q falls as the
 * training accuracy rises. Without classes there is no accuracy, and q is the batch size unless `share` is given.
 */
export const orderedSgd = ({ share }: OrderedSgdOptions = {}): SelectorFactory => {
  checkOptions('orderedSgd', { share: positiveShare.optional() }, { share });
  return ({ size, batchSize, classes, rng }) => {
    const adapts = share === undefined && classes !== undefined;
    const pass = new Round(size);
    const { samples: order, progress } = pass;
    const state = { order, progress, share: share ?? 1, correct: 0, counted: 0 };
    const q = () => Math.max(1, Math.floor(state.share * batchSize));

    /** Counts what a pass got right, of samples that were not chosen for their loss. */
    const countCorrect = ({ correct }: Signals) => {
      if (!adapts) return;
      for (let i = 0; i < correct!.length; i++) state.correct += correct![i]!;
      state.counted += correct!.length;
    };
    const adapt = () => {
      const accuracy = state.correct / state.counted;
      const reached = SCHEDULE.find((stage) => accuracy >= stage.accuracy);
      if (reached) state.share = Math.min(state.share, reached.share);
      state.correct = state.counted = 0;
    };

    return {
      name: 'ordered-sgd',
      ...(adapts && { needs: ['correct'] }),
      state,
      async select({ score }) {
        if (adapts && pass.isOver) adapt();
        const candidates = pass.take(batchSize, rng);
        // All of them are trained, so they need no scores.
        if (q() >= candidates.length) return { indices: candidates };
        const signals = await score(candidates);
        countCorrect(signals);
        return { indices: highestLosses(signals.loss, q()).map((place) => candidates[place]!) };
      },
      observe({ signals }) {
        // Where every batch is trained as a whole, none is scored; one of a small set may be no more than q.
        if (q() >= Math.min(batchSize, size)) countCorrect(signals);
      },
    };
  };
};
