import { type Graph, ops as op, type Value } from '../graph/index.js';
import type { Model } from '../layers/index.js';
import type { Optimizer } from '../optimizers/index.js';
import { Tensor } from '../runtime/index.js';

/** A vector that one training step gives and the next one takes. */
export interface CarriedVector {
  readonly name: string;
  readonly size: number;
}

/** What the name of an output begins with that the next step takes as its input. */
export const NEXT = 'next_';

/** The name under which vectors travel together. */
const PACK = 'carried';

/**
 * Up to so many numbers in all travel in one tensor. Each tensor costs one or two microseconds on its way between
 * JavaScript and native code; cutting and joining costs more than that in large networks only.
 */
const PACK_LIMIT = 20_000;

/** What a training step carries: parameters, the optimizer's slots, and statistics if the model has them. */
export function carriedVectors(model: Model, optimizer: Optimizer): readonly CarriedVector[] {
  const names = ['parameters', ...optimizer.slots];
  const vectors = names.map((name) => ({ name, size: model.parameterCount }));
  return model.statisticCount > 0
    ? [...vectors, { name: 'statistics', size: model.statisticCount }]
    : vectors;
}

const isPacked = (vectors: readonly CarriedVector[]) =>
  vectors.reduce((sum, { size }) => sum + size, 0) <= PACK_LIMIT;

/** The vectors, by name, as inputs of a graph. */
export function carriedInputs(
  graph: Graph,
  vectors: readonly CarriedVector[],
): Readonly<Record<string, Value>> {
  const sizes = vectors.map(({ size }) => size);
  const total = sizes.reduce((a, b) => a + b, 0);
  const values = isPacked(vectors)
    ? op.split(graph.input(PACK, [total]), sizes, 0)
    : vectors.map(({ name, size }) => graph.input(name, [size]));
  return Object.fromEntries(vectors.map(({ name }, i) => [name, values[i]!]));
}

/** Makes the vectors of the next step outputs of a graph. */
export function carriedOutputs(
  graph: Graph,
  vectors: readonly CarriedVector[],
  next: Readonly<Record<string, Value>>,
): void {
  if (isPacked(vectors))
    graph.output(
      NEXT + PACK,
      op.concat(
        vectors.map(({ name }) => next[name]!),
        0,
      ),
    );
  else for (const { name } of vectors) graph.output(NEXT + name, next[name]!);
}

/** The tensors, by name, in which vectors travel; the vectors are copied. */
export function toTensors(
  vectors: readonly CarriedVector[],
  values: Readonly<Record<string, Float32Array>>,
): Record<string, Tensor> {
  if (!isPacked(vectors)) {
    return Object.fromEntries(vectors.map(({ name }) => [name, vector(values[name]!.slice())]));
  }
  const joined = new Float32Array(vectors.reduce((sum, { size }) => sum + size, 0));
  let offset = 0;
  for (const { name, size } of vectors) {
    joined.set(values[name]!, offset);
    offset += size;
  }
  return { [PACK]: vector(joined) };
}

/** The vectors, by name, that travel in tensors; views, not copies. */
export function fromTensors(
  vectors: readonly CarriedVector[],
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Float32Array> {
  let offset = 0;
  return Object.fromEntries(
    vectors.map(({ name, size }) => {
      const data = (tensors[PACK] ?? tensors[name]!).data as Float32Array;
      const start = tensors[PACK] ? offset : 0;
      offset += size;
      return [name, data.subarray(start, start + size)];
    }),
  );
}

const vector = (values: Float32Array) => new Tensor('float32', values, [values.length]);
