import { checkOptions, fraction, positiveInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { keepLargest } from '../shared/keep-largest.js';
import { Round } from '../shared/round.js';

export interface ForgettingOptions {
  /** Share of the samples that is left out after the observation, those forgotten least. */
  readonly prune?: number;
  /** Epochs in which forgetting is counted; absent means a fifth of those of the run, or 10 if it has no limit. */
  readonly observation?: number;
}

/** What the network does with a sample, as of its last visit. */
const [NEVER_LEARNED, LEARNED, FORGOTTEN] = [0, 1, 2];
const MOST_EVENTS = 254;

/**
 * Counts for some epochs of random shuffling how often each sample is forgotten, that is classified correctly at a
 * visit and wrongly at the next; then leaves out the samples forgotten least, for good (Toneva et al. 2019).
 *
 * Samples that were never learned count as forgotten most. Without classes, it is random shuffling.
 */
export const forgetting = ({ prune = 0.3, observation }: ForgettingOptions = {}): SelectorFactory => {
  const rules = { prune: fraction, observation: positiveInteger.optional() };
  checkOptions('forgetting', rules, { prune, observation });
  return (samples) => {
    const { size, batchSize, classes, epochs = 50, rng } = samples;
    if (classes === undefined) return { ...randomShuffling()(samples), name: 'forgetting' };
    const round = new Round(size);
    const learning = new Uint8Array(size);
    const events = new Uint8Array(size);
    const state = {
      ...{ round: round.samples, progress: round.progress, learning, events },
      // Forgetting takes two visits. Kept, so that a run that is prolonged does not leave out samples twice.
      observed: observation ?? Math.max(2, Math.round(epochs / 5)),
    };

    const eventsOf = (sample: number) =>
      learning[sample] === NEVER_LEARNED ? MOST_EVENTS + 1 : events[sample]!;

    const beginRound = () => {
      const prunes = round.count === state.observed;
      round.begin(rng, prunes ? keepLargest(eventsOf, { size, share: 1 - prune, rng }) : round.present);
    };

    return {
      name: 'forgetting',
      needs: ['correct'],
      state,
      select() {
        if (round.isOver) beginRound();
        return { indices: round.next(batchSize) };
      },
      observe({ indices, signals: { correct } }) {
        if (round.count > state.observed) return;
        for (let i = 0; i < indices.length; i++) {
          const sample = indices[i]!;
          if (correct![i]! > 0.5) {
            learning[sample] = LEARNED;
          } else if (learning[sample] === LEARNED) {
            learning[sample] = FORGOTTEN;
            events[sample] = Math.min(events[sample]! + 1, MOST_EVENTS);
          }
        }
      },
    };
  };
};
