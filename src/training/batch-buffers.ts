import { sizeOf } from '../core/shape.js';
import { Tensor } from '../runtime/index.js';
import { type Dataset, type Features, type Labels, labelSize } from './dataset.js';
import { elementTypeOf } from './compile.js';

/** Tensors for batches of one size, used again for every such batch. */
export interface BatchTensors {
  readonly x: Tensor;
  readonly labels: Tensor;
  readonly coefficients: Tensor;
}

/** Below this size of a sample, copying value by value is faster than TypedArray.set. */
const SMALL_SAMPLE = 48;

/** Copies rows of `size` values, named by index, after one another into `target`. */
export function gatherRows<T extends Features | Labels>(
  source: T,
  indices: ArrayLike<number>,
  size: number,
  target: T,
): void {
  if (size < SMALL_SAMPLE) {
    for (let i = 0, to = 0; i < indices.length; i++) {
      const from = indices[i]! * size;
      for (let k = 0; k < size; k++) target[to++] = source[from + k]!;
    }
    return;
  }
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]! * size;
    target.set(source.subarray(from, from + size), i * size);
  }
}

/** Gathers batches of a data set into tensors. */
export class BatchBuffers {
  readonly #tensors = new Map<number, BatchTensors>();
  readonly #sampleSize: number;
  readonly #labelSize: number;

  constructor(private readonly dataset: Dataset) {
    this.#sampleSize = sizeOf(dataset.sampleShape);
    this.#labelSize = labelSize(dataset);
  }

  /** The samples and labels at the given indices; valid until the next call. */
  gather(indices: Uint32Array): BatchTensors {
    const tensors = this.#tensorsFor(indices.length);
    gatherRows(this.dataset.features, indices, this.#sampleSize, tensors.x.data as Features);
    gatherRows(this.dataset.labels, indices, this.#labelSize, tensors.labels.data as Labels);
    return tensors;
  }

  #tensorsFor(count: number): BatchTensors {
    let tensors = this.#tensors.get(count);
    if (!tensors) {
      const { features, labels, sampleShape } = this.dataset;
      const empty = (like: Features | Labels, dims: number[]) => {
        const values = like.slice(0, 0).constructor as new (length: number) => Float32Array;
        return new Tensor(elementTypeOf(like) as 'float32', new values(sizeOf(dims)), dims);
      };
      tensors = {
        x: empty(features, [count, ...sampleShape]),
        labels: empty(labels, [count, this.#labelSize]),
        coefficients: new Tensor('float32', new Float32Array(count), [count, 1]),
      };
      this.#tensors.set(count, tensors);
    }
    return tensors;
  }
}
