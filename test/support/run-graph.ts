import { encodeOnnx, type Graph } from 'choosy/graph';
import { createSession, Tensor } from 'choosy/runtime';

/** Numbers for every input of a graph, in its row-major order. */
export type Numbers = Record<string, readonly number[]>;

/** Size of the batch in graphs run by tests, where they depend on it. */
export const TEST_BATCH = 3;

/** Compiles a graph and gives a function that runs it on plain numbers. */
export async function runnable(
  graph: Graph,
): Promise<(inputs: Numbers) => Promise<Record<string, number[]>>> {
  const session = await createSession(encodeOnnx(graph));
  return async (inputs) => {
    const tensors = graph.inputs.map(({ name, type, shape }) => {
      const dims = shape.map((size) => (size < 0 ? -size * TEST_BATCH : size));
      const values = inputs[name]!;
      const data = {
        float32: () => Float32Array.from(values),
        float64: () => Float64Array.from(values),
        int32: () => Int32Array.from(values),
        uint8: () => Uint8Array.from(values),
        uint32: () => Uint32Array.from(values),
        int64: () => BigInt64Array.from(values, BigInt),
        bool: () => Uint8Array.from(values),
      }[type]();
      return [name, new Tensor(type, data as Float32Array, dims)] as const;
    });
    const outputs = await session.run(Object.fromEntries(tensors));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data as Float64Array, Number)]),
    );
  };
}
