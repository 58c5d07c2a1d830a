import type { SelectorFactory } from '../../training/index.js';

/** Every sample of every batch is drawn from all samples, each equally likely. */
export const withReplacement =
  (): SelectorFactory =>
  ({ size, batchSize, rng }) => ({
    name: 'with-replacement',
    select: () => ({ indices: Uint32Array.from({ length: batchSize }, () => rng.integer(size)) }),
  });
