/** Where a batch starts when a number of samples is cut into batches whose sizes differ by one at most. */
export function batchStart(batch: number, batches: number, samples: number): number {
  const size = Math.floor(samples / batches);
  return batch * size + Math.min(batch, samples - batches * size);
}
