import type { Rng } from '../../core/rng.js';
import { allSamples } from '../through-order.js';

/** Passes through all samples, each in a new random order, some samples at a time. It takes 4 bytes a sample. */
export class RandomPasses {
  /** For `state`. */
  readonly order: Uint32Array;
  /** For `state`: how much of the pass is behind. */
  readonly position: Uint32Array;

  constructor(
    size: number,
    private readonly rng: Rng,
  ) {
    this.order = allSamples(size);
    this.position = Uint32Array.of(size);
  }

  /** Whether the pass has ended, or none has begun, so that {@link take} begins the next. */
  get ended(): boolean {
    return this.position[0]! >= this.order.length;
  }

  /** The next samples: as many as asked for, or what is left of the pass. */
  take(count: number): Uint32Array {
    if (this.ended) {
      this.rng.shuffle(this.order);
      this.position[0] = 0;
    }
    const start = this.position[0]!;
    const taken = this.order.slice(start, start + count);
    this.position[0] = start + taken.length;
    return taken;
  }
}
