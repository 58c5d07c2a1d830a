import { checkOptions, nonNegativeNumber, positiveInteger } from '../../core/check.js';
import type { SelectionContext, SelectorFactory } from '../../training/index.js';
import { chooseByPercentile, type ChooseByPercentileOptions } from '../shared/choose-by-percentile.js';
import { LossMemory } from '../shared/loss-memory.js';

export interface StaleSelectiveBackpropOptions extends ChooseByPercentileOptions {
  /** A sample is scored in every so many passes; in those between, its last known loss counts. */
  readonly staleness?: number;
}

/** Selective-Backprop that scores samples in some passes only: StaleSB (Jiang et al. 2019). */
export const staleSelectiveBackprop = ({
  beta = 3,
  history = 1024,
  staleness = 3,
}: StaleSelectiveBackpropOptions = {}): SelectorFactory => {
  const options = { beta, history, staleness };
  const rules = { beta: nonNegativeNumber, history: positiveInteger, staleness: positiveInteger };
  checkOptions('staleSelectiveBackprop', rules, options);
  return (samples) => {
    const memory = new LossMemory(samples.size);
    const lossesOf = async (batch: Uint32Array, { score }: SelectionContext) => {
      // Passes are counted from 1, and the first is as good as scored, since it trains all.
      const scoresAll = (state.progress[2]! - 1) % staleness === 0;
      const old = scoresAll ? batch : batch.filter((sample) => !memory.isSeen(sample));
      if (old.length > 0) memory.keep(old, (await score(old)).loss);
      const losses = new Float32Array(batch.length);
      for (let i = 0; i < batch.length; i++) losses[i] = memory.losses[batch[i]!]!;
      return losses;
    };
    const { state, select } = chooseByPercentile(samples, options, lossesOf);
    return {
      name: 'stale-selective-backprop',
      state: Object.assign(state, { losses: memory.losses }),
      select,
      observe: ({ indices, signals }) => memory.keep(indices, signals.loss),
    };
  };
};
