import { backward, Graph, ops, type Value } from 'choosy/graph';
import { Rng } from 'choosy';
import { expect } from 'vitest';
import { type Numbers, runnable, TEST_BATCH } from './run-graph.js';

export interface GradientCheckInput {
  readonly shape: readonly number[];
  /** Values to start from; by default normal numbers whose size is at least 0.1, away from kinks at 0. */
  readonly values?: readonly number[];
}

/**
 * Compares the gradient of `sum(projection * f(x))`, with random projections, with central differences: in
 * float64, or for operators without a kernel for it in float32, with a wider step and tolerance.
 */
export async function checkGradient(
  inputs: readonly GradientCheckInput[],
  f: (...x: Value[]) => Value | readonly Value[],
  { seed = 1, float32 = false } = {},
): Promise<void> {
  const rng = new Rng(seed);
  const [step, tolerance] = float32 ? [1e-2, 1e-2] : [1e-5, 1e-6];
  const graph = new Graph({ real: float32 ? 'float32' : 'float64' });
  const values = inputs.map(({ shape }, i) => graph.input(`x${i}`, shape));
  const result = f(...values);
  const outputs = 'graph' in result ? [result] : result;
  const seeds = outputs.map((value, i) => ({ value, gradient: graph.input(`projection${i}`, value.shape) }));
  outputs.forEach((value, i) => graph.output(`y${i}`, value));
  backward(seeds, values).forEach((gradient, i) => {
    expect(gradient.shape, `shape of the gradient at input ${i}`).toEqual(values[i]!.shape);
    graph.output(`gradient${i}`, gradient);
  });
  const run = await runnable(graph);

  const count = (shape: readonly number[]) => shape.reduce((a, b) => a * (b < 0 ? -b * TEST_BATCH : b), 1);
  const awayFromZero = () => {
    const value = rng.normal();
    return value + Math.sign(value) * 0.1;
  };
  const feeds: Record<string, number[]> = {};
  inputs.forEach(({ shape, values }, i) => {
    feeds[`x${i}`] = values ? [...values] : Array.from({ length: count(shape) }, awayFromZero);
  });
  outputs.forEach(({ shape }, i) => {
    feeds[`projection${i}`] = Array.from({ length: count(shape) }, () => rng.normal());
  });
  const objective = async (numbers: Numbers) => {
    const results = await run(numbers);
    return outputs.reduce(
      (sum, _, i) => sum + results[`y${i}`]!.reduce((s, y, k) => s + y * numbers[`projection${i}`]![k]!, 0),
      0,
    );
  };

  const analytic = await run(feeds);
  for (const [i] of inputs.entries()) {
    const name = `x${i}`;
    const places = rng.shuffle([...feeds[name]!.keys()]).slice(0, 60);
    for (const place of places) {
      const shifted = async (shift: number) =>
        objective({ ...feeds, [name]: feeds[name]!.map((x, k) => (k === place ? x + shift : x)) });
      const numeric = ((await shifted(step)) - (await shifted(-step))) / (2 * step);
      const value = analytic[`gradient${i}`]![place]!;
      const error = Math.abs(value - numeric) / Math.max(1, Math.abs(numeric));
      expect(error, `input ${i}, place ${place}: analytic ${value}, numeric ${numeric}`).toBeLessThan(
        tolerance,
      );
    }
  }
}

/** A constant condition that takes both values. */
export function someBits(graph: Graph, shape: readonly number[]): Value {
  const size = shape.reduce((a, b) => a * b, 1);
  return ops.cast(
    graph.constant(
      Array.from({ length: size }, (_, i) => i % 2),
      shape,
    ),
    'bool',
  );
}
