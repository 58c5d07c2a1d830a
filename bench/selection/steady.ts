/**
 * Options that bring selectors soon to where they stay: one epoch of warm-up instead of the many that a run has, which
 * cost no more than random shuffling, and no phase that is over before the measuring is. All others are the defaults.
 *
 * @param epochs Epochs that the measuring takes in all.
 */
export const steadyOptions = (epochs: number): Readonly<Record<string, object>> => ({
  'active-bias': { burnIn: 1 },
  'ada-boundary': { warmUp: 1 },
  'competence-curriculum': { epochs: 2 * epochs },
  dihcl: { warmUp: 1 },
  el2n: { after: 1 },
  forgetting: { observation: 1 },
  // Scores from the first batches on.
  'importance-sampling': { threshold: 1 },
  'recency-bias': { warmUp: 1 },
});
