import type { Rng } from '../../core/rng.js';
import { allSamples } from './samples.js';
import { topK } from './top-k.js';

/**
 * The share of the samples, at least one, that has the largest values; equal ones are chosen at random, and NaN comes
 * last.
 */
export function keepLargest(
  valueOf: (sample: number) => number,
  { size, share, rng }: { size: number; share: number; rng: Rng },
): Uint32Array {
  // Places of equal values are taken in their order, so the samples come in a random one.
  const samples = rng.shuffle(allSamples(size));
  const values = Float32Array.from(samples, valueOf);
  return topK(values, Math.max(1, Math.round(share * size))).map((place) => samples[place]!);
}
