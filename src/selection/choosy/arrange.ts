import type { Rng } from '../../core/rng.js';

/** In what batches a round goes through its samples. */
export interface Arrangement {
  /**
   * Puts the samples of a round, in which neighbours are alike, in the order of its batches, which are cut as
   * {@link batchStart} says.
   */
  arrange(round: Uint32Array, batches: number): void;
}

/** Batches at random. */
export class RandomBatches implements Arrangement {
  constructor(private readonly rng: Rng) {}

  arrange(round: Uint32Array): void {
    this.rng.shuffle(round);
  }
}

/** Where a batch starts when a number of samples is cut into batches whose sizes differ by one at most. */
export function batchStart(batch: number, batches: number, samples: number): number {
  const size = Math.floor(samples / batches);
  return batch * size + Math.min(batch, samples - batches * size);
}
