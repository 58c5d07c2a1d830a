import { Percentiles } from './percentiles.js';

/** How the last losses are distributed, in whatever order they came; ones that are not finite are left out. */
export class RecentLosses {
  readonly #percentiles = new Percentiles();
  /** For `state`: a ring of losses. */
  readonly losses: Float32Array;
  /** For `state`: how many losses have ever been added. */
  readonly added = new Float64Array(1);
  /** For `state`. */
  readonly counts = this.#percentiles.counts;

  /** @param length How many losses are kept; each new one drives out the oldest. */
  constructor(length: number) {
    this.losses = new Float32Array(length);
  }

  add(loss: number): void {
    if (!Number.isFinite(loss)) return;
    const { losses, added } = this;
    const place = added[0]! % losses.length;
    if (added[0]! >= losses.length) this.#percentiles.remove(losses[place]!);
    losses[place] = loss;
    this.#percentiles.add(loss);
    added[0]!++;
  }

  /** Share of the kept losses below this one, near ones counted by half; 1 for one that is not finite. */
  percentileOf(loss: number): number {
    return Number.isFinite(loss) ? this.#percentiles.of(loss) : 1;
  }
}
