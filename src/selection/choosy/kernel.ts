import { UsageError } from '../../core/errors.js';
import type { Rng } from '../../core/rng.js';
import type { SampleInfo } from '../../training/index.js';
import { code } from './kernel-code.js';

/** Coordinates that samples have at most: each takes time in every round. */
const MOST = 12;
/** Features that are looked at at once, some kilobytes. */
const AT_ONCE = 4096;
/** Bytes of memory that are not kept for the next run. */
const LARGE = 2 ** 24;

/** What assembly/index.ts exports. Arrays are named by their addresses. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  lay(size: number, classes: number, width: number, rows: number, most: number): number;
  measure(first: number, samples: number, step: number): void;
  findWidest(): void;
  locate(first: number, samples: number): void;
  orderNeighbours(): void;
  effectiveShare(length: number): number;
  takeAll(): void;
  takeHighest(top: number, length: number): void;
  arrange(samples: number, length: number, batches: number): void;
}

/** Addresses in bytes, and lengths. */
type Places = Readonly<
  Record<
    | 'count'
    | 'stride'
    | 'classOf'
    | 'gradients'
    | 'weights'
    | 'round'
    | 'all'
    | 'part'
    | 'rows'
    | 'values'
    | 'widths',
    WebAssembly.Global<'i32'>
  >
>;

/** Native code with a memory of its own, and what it draws its random numbers from. */
class Machine {
  static #module: WebAssembly.Module | undefined;
  static #spare: Machine | undefined;
  readonly exports: Exports;
  readonly places: Places;
  #rng: Rng | undefined;

  private constructor() {
    Machine.#module ??= new WebAssembly.Module(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)));
    const imports = { random: { integer: (bound: number) => this.#rng!.integer(bound >>> 0) } };
    const { exports } = new WebAssembly.Instance(Machine.#module, imports);
    this.exports = exports as unknown as Exports;
    this.places = exports as unknown as Places;
  }

  /** One that is free: new memory takes longer to touch than the shortest runs take to choose all their batches. */
  static take(rng: Rng): Machine {
    const machine = Machine.#spare ?? new Machine();
    Machine.#spare = undefined;
    machine.#rng = rng;
    return machine;
  }

  free(): void {
    if (this.exports.memory.buffer.byteLength <= LARGE) Machine.#spare = this;
  }
}

/** The class of each sample; undefined where there are none, or several labels a sample. */
export const classOfEach = ({ size, labels, classes }: SampleInfo) =>
  classes !== undefined && labels.length === size ? labels : undefined;

/**
 * What is done with the samples of one run, in native code (WebAssembly, compiled from assembly/), and the memory that it is
 * done in. In JavaScript it takes three times as long, and until it is compiled fifty times; runs can be over by then.
 */
export class Kernel {
  /** Of each sample the gradient at its logits, or the norm of it; to be set. */
  readonly gradients: Float32Array;
  /** How many samples each one of the round stands for; 0 for those that are not in it. */
  readonly weights: Float32Array;
  /** The samples of the round come first. */
  readonly round: Uint32Array;
  /** All samples, in the order that {@link orderNeighbours} finds. */
  readonly all: Uint32Array;
  /** Room for a part of the round. */
  readonly part: Uint32Array;
  /** Rows of features that are looked at; how many there is room for. */
  readonly rows: Float32Array;
  readonly atOnce: number;
  /** How many coordinates each sample has, at most twelve; and how many numbers there are from one's to the next one's. */
  readonly count: number;
  readonly stride: number;
  /** Where each sample stands among those of its class, one row a sample. */
  readonly values: Float32Array;
  /** Of each coordinate, its standard deviation within classes; of the widest 1. */
  readonly widths: Float64Array;
  readonly #machine: Machine;
  #isReleased = false;

  /**
   * @param width Features of each sample that are looked at; 0 for none.
   * @throws UsageError if there is not enough memory.
   */
  constructor(samples: SampleInfo, width: number) {
    const { size, rng, classes } = samples;
    this.#machine = Machine.take(rng);
    const { exports, places: at } = this.#machine;
    const classOf = classOfEach(samples);
    this.atOnce = width > 0 ? Math.min(size, Math.ceil(AT_ONCE / width)) : 0;
    if (!exports.lay(size, classOf ? classes! : 1, width, this.atOnce, MOST)) {
      throw new UsageError(
        `choosy has no room in memory for ${size} samples with ${width} features; train with the selector "random-shuffling".`,
      );
    }
    const { buffer } = exports.memory;
    this.count = at.count.value;
    this.stride = at.stride.value;
    this.gradients = new Float32Array(buffer, at.gradients.value, size);
    this.weights = new Float32Array(buffer, at.weights.value, size);
    this.round = new Uint32Array(buffer, at.round.value, size);
    this.all = new Uint32Array(buffer, at.all.value, size);
    this.part = new Uint32Array(buffer, at.part.value, size);
    this.rows = new Float32Array(buffer, at.rows.value, this.atOnce * width);
    this.values = new Float32Array(buffer, at.values.value, size * this.stride);
    this.widths = new Float64Array(buffer, at.widths.value, this.count);
    if (classOf) new Uint32Array(buffer, at.classOf.value, size).set(classOf);
  }

  /** Looks at each `step`th sample, of those whose features are in {@link rows}: the ones from `first` on. */
  measure(first: number, samples: number, step: number): void {
    this.#machine.exports.measure(first, samples, step);
  }

  /** Finds, from the samples that were looked at, the features that are the widest, and their means over each class. */
  findWidest(): void {
    this.#machine.exports.findWidest();
  }

  /** Sets the coordinates of the samples from `first` on, whose features are in {@link rows}. */
  locate(first: number, samples: number): void {
    this.#machine.exports.locate(first, samples);
  }

  /**
   * Puts {@link all} samples in an order in which neighbours are alike: by class, and in it by the cell that they lie in, if
   * what is widest is halved eight times.
   */
  orderNeighbours(): void {
    this.#machine.exports.orderNeighbours();
  }

  /** How large a share of all samples would do, going by the first ones of {@link round}. */
  effectiveShare(length: number): number {
    return this.#machine.exports.effectiveShare(length);
  }

  /** Makes {@link round} all samples. */
  takeAll(): void {
    this.#machine.exports.takeAll();
  }

  /** Makes {@link round} so many samples with the highest norms, and some of the rest, each of which stands for more. */
  takeHighest(top: number, length: number): void {
    this.#machine.exports.takeHighest(top, length);
  }

  /**
   * Puts samples, of which neighbours are alike, in the order of their batches.
   *
   * @param samples Some that follow one another in {@link round} or {@link part}.
   */
  arrange(samples: Uint32Array, batches: number): void {
    this.#machine.exports.arrange(samples.byteOffset, samples.length, batches);
  }

  /** Gives the memory back: none of it, nor the kernel, is to be used any more. */
  release(): void {
    // Once, since it may be another run's by then.
    if (!this.#isReleased) this.#machine.free();
    this.#isReleased = true;
  }
}
