import { checkOptions, nonNegativeNumber, positiveInteger, positiveShare } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { LastLayerGradients } from '../shared/last-layer-gradients.js';
import { allSamples } from '../through-order.js';
import { matchingPursuit } from './matching-pursuit.js';

export interface GradMatchOptions {
  /** Share of the samples that is trained. */
  readonly share?: number;
  /** Rounds over the chosen samples between two choices. */
  readonly rounds?: number;
  /** What squares of weights cost in the fit. */
  readonly lambda?: number;
}

/**
 * Trains rounds over a weighted share of the samples: whole batches, chosen anew every some rounds so that the
 * weighted sum of their last-layer gradients matches that of all batches (GRAD-MATCH-PB, Killamsetty et al. 2021).
 */
export const gradMatch = ({
  share = 0.1,
  rounds = 20,
  lambda = 0.5,
}: GradMatchOptions = {}): SelectorFactory => {
  checkOptions(
    'gradMatch',
    { share: positiveShare, rounds: positiveInteger, lambda: nonNegativeNumber },
    { share, rounds, lambda },
  );
  return ({ size, batchSize, rng }) => {
    const budget = Math.max(1, Math.round(share * size));
    const batchCount = Math.ceil(budget / batchSize);
    const capacity = Math.min(size, batchCount * batchSize);
    const subset = new Uint32Array(capacity);
    const weights = new Float32Array(capacity);
    const state = { subset, weights, length: 0, position: 0, round: 0 };

    /** The samples of batches that match, each with the weight of its batch; where they are too few, random others. */
    const choose = async (score: SelectionContext['score'] | undefined) => {
      const order = rng.shuffle(allSamples(size));
      const batches = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) =>
        order.subarray(i * batchSize, (i + 1) * batchSize),
      );
      const match =
        score && matchingPursuit(await gradientsOf(batches, score), { count: batchCount, lambda });
      const chosen = new Set(match?.places);
      state.length = 0;
      const add = (samples: Uint32Array, weight: number) => {
        subset.set(samples, state.length);
        weights.fill(weight, state.length, state.length + samples.length);
        state.length += samples.length;
      };
      match?.places.forEach((place, i) => add(batches[place]!, match.weights[i]!));
      for (const [place, batch] of batches.entries()) {
        if (!chosen.has(place)) add(batch.subarray(0, Math.max(0, budget - state.length)), 1);
      }
    };

    const startRound = async (score: SelectionContext['score']) => {
      // The first choice is random.
      if (state.round % rounds === 0) await choose(state.round === 0 ? undefined : score);
      state.round++;
      state.position = 0;
      const places = rng.shuffle(allSamples(state.length));
      subset.set(places.map((place) => subset[place]!));
      weights.set(Float32Array.from(places, (place) => weights[place]!));
    };

    return {
      name: 'grad-match',
      needs: ['features', 'logitGradient'],
      state,
      async select({ score }) {
        if (state.position >= state.length) await startRound(score);
        const end = Math.min(state.position + batchSize, state.length);
        const batch = {
          indices: subset.slice(state.position, end),
          weights: weights.slice(state.position, end),
        };
        state.position = end;
        return batch;
      },
    };
  };
};

/** The mean gradient of each batch at the last layer, kernel and bias. */
async function gradientsOf(
  batches: readonly Uint32Array[],
  score: SelectionContext['score'],
): Promise<Float64Array[]> {
  const means: Float64Array[] = [];
  for (const batch of batches) {
    const gradients = new LastLayerGradients(await score(batch));
    means.push(Float64Array.from([...gradients.meanAtBias(), ...gradients.mean()]));
  }
  return means;
}
