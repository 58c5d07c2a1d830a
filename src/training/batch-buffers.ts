import { sizeOf } from '../core/shape.js';
import { Tensor } from '../runtime/index.js';
import { type Dataset, type Features, type Labels, labelSize } from './dataset.js';
import { elementTypeOf } from './compile.js';
import { lengthLadder } from './sequence-lengths.js';

/** Tensors for batches of one size, used again for every such batch. */
export interface BatchTensors {
  readonly x: Tensor;
  readonly labels: Tensor;
  readonly coefficients: Tensor;
}

/** Below this size of a sample, copying value by value is faster than TypedArray.set. */
const SMALL_SAMPLE = 48;

/** Copies the first `width` values of rows of `size` values, named by index, after one another into `target`. */
export function gatherRows<T extends Features | Labels>(
  source: T,
  indices: ArrayLike<number>,
  size: number,
  target: T,
  width = size,
): void {
  if (width < SMALL_SAMPLE) {
    for (let i = 0, to = 0; i < indices.length; i++) {
      const from = indices[i]! * size;
      for (let k = 0; k < width; k++) target[to++] = source[from + k]!;
    }
    return;
  }
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * size;
    target.set(source.subarray(from, from + width), i * width);
  }
}

/** The reverse: copies rows that lie after one another to the places named in `target`. */
export function scatterRows(
  source: Float32Array,
  places: ArrayLike<number>,
  size: number,
  target: Float32Array,
): void {
  if (size < SMALL_SAMPLE) {
    for (let i = 0, from = 0; i < places.length; i++) {
      const to = places[i]! * size;
      for (let k = 0; k < size; k++) target[to + k] = source[from++]!;
    }
    return;
  }
  for (let i = 0; i < places.length; i++) {
    target.set(source.subarray(i * size, (i + 1) * size), places[i]! * size);
  }
}

/** Gathers batches of a data set into tensors. */
export class BatchBuffers {
  readonly #tensors = new Map<string, BatchTensors>();
  readonly #sampleSize: number;
  readonly #labelSize: number;
  readonly #ladder: readonly number[];

  /** @param lengths With them, batches are cut to the shortest length of the ladder that holds all samples. */
  constructor(
    private readonly dataset: Dataset,
    private readonly lengths?: Uint16Array,
  ) {
    this.#sampleSize = sizeOf(dataset.sampleShape);
    this.#labelSize = labelSize(dataset);
    this.#ladder = lengthLadder(this.#sampleSize);
  }

  /** The samples and labels at the given indices; valid until the next call. */
  gather(indices: Uint32Array): BatchTensors {
    const width = this.#width(indices);
    const tensors = this.#tensorsFor(indices.length, width);
    gatherRows(this.dataset.features, indices, this.#sampleSize, tensors.x.data as Features, width);
    gatherRows(this.dataset.labels, indices, this.#labelSize, tensors.labels.data as Labels);
    return tensors;
  }

  /** Values to take of each sample. */
  #width(indices: Uint32Array): number {
    const { lengths } = this;
    if (!lengths) return this.#sampleSize;
    let longest = 0;
    for (let i = 0; i < indices.length; i++) longest = Math.max(longest, lengths[indices[i]!]!);
    return this.#ladder.findLast((length) => length >= longest)!;
  }

  #tensorsFor(count: number, width: number): BatchTensors {
    const key = `${count} ${width}`;
    let tensors = this.#tensors.get(key);
    if (!tensors) {
      const { features, labels, sampleShape } = this.dataset;
      const empty = (like: Features | Labels, dims: number[]) => {
        const values = like.slice(0, 0).constructor as new (length: number) => Float32Array;
        return new Tensor(elementTypeOf(like) as 'float32', new values(sizeOf(dims)), dims);
      };
      tensors = {
        x: empty(features, [count, ...(this.lengths ? [width] : sampleShape)]),
        labels: empty(labels, [count, this.#labelSize]),
        coefficients: new Tensor('float32', new Float32Array(count), [count, 1]),
      };
      this.#tensors.set(key, tensors);
    }
    return tensors;
  }
}
