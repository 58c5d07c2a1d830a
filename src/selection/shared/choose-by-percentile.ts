import type { BatchSelector, SampleInfo, SelectionContext } from '../../training/index.js';
import { RecentLosses } from './recent-losses.js';
import { Round } from './round.js';

export interface ChooseByPercentileOptions {
  /** Exponent of the percentile: a share of about 1 / (1 + beta) of the samples is trained. */
  readonly beta?: number;
  /** How many of the last losses a loss is compared with. */
  readonly history?: number;
}

/**
 * After a first pass that trains all samples, goes through them batch by batch and chooses each with a chance of its
 * loss' percentile among the last ones, to the power of beta. The chosen wait until they are a batch,
 * but no longer than it takes to go through as many samples as there are.
 *
 * @param lossesOf The losses of a batch, by whatever means.
 */
export function chooseByPercentile(
  { size, batchSize, rng }: SampleInfo,
  { beta, history }: Required<ChooseByPercentileOptions>,
  lossesOf: (samples: Uint32Array, context: SelectionContext) => Promise<Float32Array>,
) {
  const pass = new Round(size);
  const recent = new RecentLosses(history);
  const full = Math.min(batchSize, size);
  const queue = new Uint32Array(2 * full);
  const state = {
    ...{ order: pass.samples, progress: pass.progress, warmedUp: 0 },
    ...{ recentLosses: recent.losses, recentCounts: recent.counts, recentAdded: recent.added },
    ...{ queue, queued: 0 },
  };

  const choose = async (context: SelectionContext) => {
    const samples = pass.take(batchSize, rng);
    const losses = await lossesOf(samples, context);
    for (let i = 0; i < samples.length; i++) recent.add(losses[i]!);
    for (let i = 0; i < samples.length; i++) {
      if (rng.uniform() < recent.percentileOf(losses[i]!) ** beta) queue[state.queued++] = samples[i]!;
    }
    return samples;
  };
  const select: BatchSelector['select'] = async (context) => {
    if (state.warmedUp < size) {
      const indices = pass.take(batchSize, rng);
      state.warmedUp += indices.length;
      return { indices };
    }
    let last: Uint32Array = new Uint32Array();
    // With a large beta chances may be next to nothing, all of them where losses are equal.
    for (let seen = 0; state.queued < full && seen < size; seen += last.length) last = await choose(context);
    if (state.queued === 0) return { indices: last };
    const indices = queue.slice(0, Math.min(full, state.queued));
    queue.copyWithin(0, indices.length, state.queued);
    state.queued -= indices.length;
    return { indices };
  };
  return { state, select };
}
