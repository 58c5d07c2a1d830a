import { checkOptions, nonNegativeNumber, positiveInteger } from '../../core/check.js';
import type { SelectorFactory } from '../../training/index.js';
import { chooseByPercentile, type ChooseByPercentileOptions } from '../shared/choose-by-percentile.js';

export type SelectiveBackpropOptions = ChooseByPercentileOptions;

/**
 * After a first pass through all samples, scores batches by a forward pass and trains each sample with a chance of
 * its loss' percentile among the last ones, to the power of beta: Selective-Backprop (Jiang et al. 2019).
 */
export const selectiveBackprop = ({
  beta = 3,
  history = 1024,
}: SelectiveBackpropOptions = {}): SelectorFactory => {
  const options = { beta, history };
  checkOptions('selectiveBackprop', { beta: nonNegativeNumber, history: positiveInteger }, options);
  return (samples) => ({
    name: 'selective-backprop',
    ...chooseByPercentile(samples, options, async (batch, { score }) => (await score(batch)).loss),
  });
};
