import type { SelectionContext } from '../../training/index.js';
import type { LossMemory } from './loss-memory.js';

/** Samples that are scored at a time, so that signals of a large set are never all in memory. */
const AT_A_TIME = 65_536;

/** Scores samples by forward passes, and keeps their losses. */
export async function rescore(
  samples: Uint32Array,
  memory: LossMemory,
  { score }: SelectionContext,
): Promise<void> {
  for (let start = 0; start < samples.length; start += AT_A_TIME) {
    const some = samples.subarray(start, start + AT_A_TIME);
    memory.keep(some, (await score(some)).loss);
  }
}
