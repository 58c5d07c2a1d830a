import { checkOptions, nonNegativeNumber, positiveInteger, positiveShare } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { LastLayerGradients } from '../shared/last-layer-gradients.js';
import { Round } from '../shared/round.js';
import { allSamples } from '../shared/samples.js';
import { wholeBatches } from '../shared/whole-batches.js';
import { matchingPursuit } from './matching-pursuit.js';

export interface GradMatchOptions {
  /** Share of the samples that is trained, rounded up to whole batches. */
  readonly share?: number;
  /** Rounds over the chosen samples between two choices; absent means 20, or a fifteenth of those of a shorter run. */
  readonly rounds?: number;
  /** What squares of weights cost in the fit. */
  readonly lambda?: number;
}

/**
 * Trains rounds over a weighted share of the samples: whole batches, chosen anew every some rounds so that the
 * weighted sum of their last-layer gradients matches that of all batches (GRAD-MATCH-PB, Killamsetty et al. 2021).
 */
export const gradMatch = ({ share = 0.1, rounds, lambda = 0 }: GradMatchOptions = {}): SelectorFactory => {
  checkOptions(
    'gradMatch',
    { share: positiveShare, rounds: positiveInteger.optional(), lambda: nonNegativeNumber },
    { share, rounds, lambda },
  );
  return (samples) => {
    const { size, batchSize, epochs = Infinity, rng } = samples;
    const budget = wholeBatches(share * size, samples);
    const allRounds = (epochs * size) / budget;
    const roundsOfChoice = rounds ?? Math.min(20, Math.max(1, Math.round(allRounds / 15)));
    const batchCount = Math.ceil(budget / batchSize);
    const subset = new Uint32Array(budget);
    const weights = new Float32Array(budget);
    /** Through places of the subset. */
    const round = new Round(budget);
    const state = { subset, weights, round: round.samples, progress: round.progress };

    /** The samples of batches that match, each with the weight of its batch; where they are too few, random others. */
    const choose = async (score: SelectionContext['score'] | undefined) => {
      const order = rng.shuffle(allSamples(size));
      const batches = Array.from({ length: Math.ceil(size / batchSize) }, (_, i) =>
        order.subarray(i * batchSize, (i + 1) * batchSize),
      );
      const match =
        score && matchingPursuit(await gradientsOf(batches, score), { count: batchCount, lambda });
      const chosen = new Set(match?.places);
      let length = 0;
      const add = (batch: Uint32Array, weight: number) => {
        subset.set(batch, length);
        weights.fill(weight, length, length + batch.length);
        length += batch.length;
      };
      match?.places.forEach((place, i) => add(batches[place]!, match.weights[i]!));
      for (const [place, batch] of batches.entries()) {
        if (!chosen.has(place)) add(batch.subarray(0, budget - length), 1);
      }
    };

    const startRound = async (score: SelectionContext['score']) => {
      // The first choice is random.
      if (round.count % roundsOfChoice === 0) await choose(round.count === 0 ? undefined : score);
      round.begin(rng);
    };

    return {
      name: 'grad-match',
      needs: ['features', 'logitGradient'],
      state,
      async select({ score }) {
        if (round.isOver) await startRound(score);
        const places = round.next(batchSize);
        return {
          indices: places.map((place) => subset[place]!),
          weights: Float32Array.from(places, (place) => weights[place]!),
        };
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
    const [bias, kernel] = [gradients.meanAtBias(), gradients.mean()];
    const mean = new Float64Array(bias.length + kernel.length);
    mean.set(bias);
    mean.set(kernel, bias.length);
    means.push(mean);
  }
  return means;
}
