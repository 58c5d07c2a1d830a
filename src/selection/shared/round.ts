import type { Rng } from '../../core/rng.js';

/** A round through samples, each once, in random order and batch by batch. */
export class Round {
  /** For `state`: its samples come first, in their order. */
  readonly samples: Uint32Array;
  /** For `state`: how many samples the round has, how many of them were given, and how many rounds were begun. */
  readonly progress = new Uint32Array(3);

  /** @param size Number of samples, of which a round has all or some. Before the first round, one is over. */
  constructor(size: number) {
    this.samples = new Uint32Array(size);
  }

  /** How many rounds were begun. */
  get count(): number {
    return this.progress[2]!;
  }

  get isOver(): boolean {
    return this.progress[1]! >= this.progress[0]!;
  }

  /** Begins the next round. @param samples Those it goes through, in any order; absent means all. */
  begin(rng: Rng, samples?: Uint32Array): void {
    const { progress } = this;
    if (samples) this.samples.set(samples);
    else for (let i = 0; i < this.samples.length; i++) this.samples[i] = i;
    progress[0] = samples ? samples.length : this.samples.length;
    progress[1] = 0;
    progress[2]!++;
    rng.shuffle(this.samples.subarray(0, progress[0]));
  }

  /** The next samples of the round, `batchSize` of them or what is left. */
  next(batchSize: number): Uint32Array {
    const [length, position] = this.progress as unknown as [number, number];
    const end = Math.min(position + batchSize, length);
    this.progress[1] = end;
    return this.samples.slice(position, end);
  }
}
