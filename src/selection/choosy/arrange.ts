/** In what batches a round, or a part of one, goes through its samples. */
export interface Arrangement {
  /**
   * Puts samples, of which neighbours are alike, in the order of their batches, which are cut as {@link batchStart} says.
   */
  arrange(samples: Uint32Array, batches: number): void;
}

/** Where a batch starts when a number of samples is cut into batches whose sizes differ by one at most. */
export function batchStart(batch: number, batches: number, samples: number): number {
  const size = Math.floor(samples / batches);
  return batch * size + Math.min(batch, samples - batches * size);
}
