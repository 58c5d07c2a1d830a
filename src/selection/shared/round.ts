import type { Rng } from '../../core/rng.js';
import { allSamples } from './samples.js';

/** A round through all samples or some of them, each once, batch by batch. It takes 4 bytes a sample. */
export class Round {
  /** For `state`: those of the round come first, in their order. */
  readonly samples: Uint32Array;
  /** For `state`: how many samples the round has, how many of them were given, and how many rounds were begun. */
  readonly progress: Uint32Array;

  /** @param size Number of all samples. Before the first round, one is over. */
  constructor(size: number) {
    this.samples = allSamples(size);
    this.progress = Uint32Array.of(size, size, 0);
  }

  /** How many rounds were begun. */
  get count(): number {
    return this.progress[2]!;
  }

  get isOver(): boolean {
    return this.progress[1]! >= this.progress[0]!;
  }

  /** The samples of the round, in its order. */
  get present(): Uint32Array {
    return this.samples.subarray(0, this.progress[0]);
  }

  /** Begins the next round, in a random order. @param samples Those it goes through; absent means all. */
  begin(rng: Rng, samples?: Uint32Array): void {
    const { size } = this;
    this.beginInOrder(samples ?? (this.progress[0] === size ? this.samples : allSamples(size)));
    rng.shuffle(this.present);
  }

  /** Begins the next round. @param samples Those it goes through, in its order. */
  beginInOrder(samples: Uint32Array): void {
    const { progress } = this;
    this.samples.set(samples);
    progress[0] = samples.length;
    progress[1] = 0;
    progress[2]!++;
  }

  /**
   * The next samples of the round, at most `batchSize` of them. A round through all samples ends with what is left, as
   * random shuffling does; one through some of them has batches of nearly equal size, as few as hold them: a last
   * batch of a few would pull as hard as a full one.
   */
  next(batchSize: number): Uint32Array {
    const [length, position] = this.progress as unknown as [number, number];
    const left = length - position;
    const count = length < this.size ? Math.ceil(left / Math.ceil(left / batchSize)) : batchSize;
    const end = Math.min(position + count, length);
    this.progress[1] = end;
    return this.samples.slice(position, end);
  }

  /** The next samples of rounds through all of them in random order: as many as asked for, or what is left of one. */
  take(count: number, rng: Rng): Uint32Array {
    if (this.isOver) this.begin(rng);
    return this.next(count);
  }

  /**
   * As {@link take}, but always as many as asked for, or all samples there are: the rest of a round that is too few is
   * left out.
   */
  takeWhole(count: number, rng: Rng): Uint32Array {
    const whole = Math.min(count, this.size);
    const [length, position] = this.progress as unknown as [number, number];
    if (length - position < whole) this.begin(rng);
    return this.next(whole);
  }

  private get size(): number {
    return this.samples.length;
  }
}
