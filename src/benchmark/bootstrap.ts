import { quantileSorted } from 'simple-statistics';
import type { Rng } from '../core/rng.js';
import { mean } from '../core/sum.js';
import type { Ratio } from './statistics.js';

/** How often the values are drawn anew. */
const resamples = 10_000;

/** Logarithms of ratios, one a seed, and what their mean is when the seeds are drawn anew. */
export interface Resampled {
  readonly mean: number;
  /** One a resample. */
  readonly means: Float64Array;
}

/**
 * Draws the seeds of a task anew, with replacement, 10,000 times (Efron 1979). All that is measured on the same number
 * of seeds is drawn alike: drawing is what takes long.
 */
export class Bootstrap {
  readonly #rng: Rng;
  readonly #draws = new Map<number, Uint32Array>();

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** @param values At least one. */
  resample(values: readonly number[]): Resampled {
    const { length } = values;
    const draws = this.#drawsOf(length);
    const fast = Float64Array.from(values);
    const means = new Float64Array(resamples);
    for (let i = 0, next = 0; i < resamples; i++) {
      let total = 0;
      for (const end = next + length; next < end; next++) total += fast[draws[next]!]!;
      means[i] = total / length;
    }
    return { mean: mean(values), means };
  }

  #drawsOf(length: number): Uint32Array {
    const known = this.#draws.get(length);
    if (known) return known;
    const rng = this.#rng.fork(String(length));
    const draws = new Uint32Array(resamples * length).map(() => rng.integer(length));
    this.#draws.set(length, draws);
    return draws;
  }
}

/**
 * Geometric mean of the tasks' geometric means, with a 95 % percentile bootstrap interval. The interval is about other
 * seeds, not about other tasks.
 *
 * @param tasks At least one, each drawn by a generator of its own.
 */
export function geometricMean(tasks: readonly Resampled[]): Ratio {
  const means = Float64Array.from({ length: resamples }, (_, i) => {
    let total = 0;
    for (const task of tasks) total += task.means[i]!;
    return total / tasks.length;
  });
  const sorted = Array.from(means.sort());
  return {
    ratio: Math.exp(mean(tasks.map((task) => task.mean))),
    low: Math.exp(quantileSorted(sorted, 0.025)),
    high: Math.exp(quantileSorted(sorted, 0.975)),
  };
}
