import type { SelectionContext, Signals } from '../../training/index.js';

/** Samples that are scored at a time, so that signals of a large set are never all in memory. */
const AT_A_TIME = 8192;

/**
 * Scores any number of samples by forward passes.
 *
 * @param keep Takes what is wanted from the signals of each part.
 */
export async function scoreInParts(
  samples: Uint32Array,
  { score }: Pick<SelectionContext, 'score'>,
  keep: (part: Uint32Array, signals: Signals) => void,
): Promise<void> {
  for (let start = 0; start < samples.length; start += AT_A_TIME) {
    const part = samples.subarray(start, start + AT_A_TIME);
    keep(part, await score(part));
  }
}
