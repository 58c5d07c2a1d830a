import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** All that is needed to go on drawing where a generator stands. */
export interface RngState {
  readonly seed: number;
  readonly position: readonly number[];
}

/**
 * A seeded source of random numbers (xoroshiro128+).
 *
 * Nothing in Choosy draws from any other source, so a seed fixes a run.
 */
export class Rng {
  readonly #seed: number;
  #generator;

  /** @param seed Any integer; it is taken modulo 2³². */
  constructor(seed: number) {
    this.#seed = seed >>> 0;
    // Scrambled, since the generator begins with numbers near 1 for every small seed.
    this.#generator = xoroshiro128plus(scramble(this.#seed));
  }

  /** A uniform number in [0, 1), with 32 random bits. */
  uniform(): number {
    return (this.#generator.next() >>> 0) / 2 ** 32;
  }

  /** A uniform integer in [0, bound). */
  integer(bound: number): number {
    return uniformInt(this.#generator, 0, bound - 1);
  }

  /** A normal number with mean 0 and standard deviation 1 (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place, every order equally likely (Fisher and Yates), and returns its argument. */
  shuffle<T extends { length: number; [index: number]: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = items[i]!;
      items[i] = items[j]!;
      items[j] = held;
    }
    return items;
  }

  /** An independent generator that depends on this one's seed and the label, not on its position. */
  fork(label: string): Rng {
    let hash = this.#seed ^ 0x811c9dc5;
    for (const character of label) {
      hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
    }
    return new Rng(hash);
  }

  get state(): RngState {
    return { seed: this.#seed, position: [...this.#generator.getState()] };
  }

  set state(state: RngState) {
    if (state.seed !== this.#seed) throw new Error('an Rng takes back only a state of its own seed');
    this.#generator = xoroshiro128plusFromState(state.position);
  }
}

/** Mixes the bits of an integer (finalizer of MurmurHash3), so that near seeds give far generators. */
export function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
