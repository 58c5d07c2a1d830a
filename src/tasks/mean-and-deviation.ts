import { mean as meanOf } from '../core/sum.js';
import type { Labels } from '../training/index.js';

/** Mean and standard deviation of a regression's targets; a deviation of 0 counts as 1. */
export function meanAndDeviation(labels: Labels): { readonly mean: number; readonly deviation: number } {
  const mean = meanOf(labels);
  const deviation = Math.sqrt(meanOf(Float64Array.from(labels, (label) => (label - mean) ** 2)));
  return { mean, deviation: deviation || 1 };
}
