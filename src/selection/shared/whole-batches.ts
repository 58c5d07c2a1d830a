import type { SampleInfo } from '../../training/index.js';

/**
 * The samples of as many whole batches as hold a number of samples, or all samples there are: a last batch of a few
 * would cost a step and pull as hard as a full one.
 */
export const wholeBatches = (samples: number, { size, batchSize }: SampleInfo): number =>
  Math.min(size, batchSize * Math.max(1, Math.ceil(samples / batchSize)));
