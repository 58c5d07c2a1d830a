import { readFileSync } from 'node:fs';
import type { Model, WeightValues } from 'choosy';
import { expect } from 'vitest';

export const readFixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')) as T;

/** A model's vectors from weights by path; each must be one of the model's and the other way round. */
export function weightsOf(model: Model, byPath: Readonly<Record<string, readonly number[]>>): WeightValues {
  const weights = {
    parameters: new Float32Array(model.parameterCount),
    statistics: new Float32Array(model.statisticCount),
  };
  expect(Object.keys(byPath).sort()).toEqual(model.weights.map(({ path }) => path).sort());
  for (const { path, shape, offset, trainable } of model.weights) {
    expect(byPath[path]!.length, path).toBe(shape.reduce((a, b) => a * b, 1));
    (trainable ? weights.parameters : weights.statistics).set(byPath[path]!, offset);
  }
  return weights;
}

/** The part of a model's vector that a weight takes. */
export function weightAt(model: Model, vector: ArrayLike<number>, path: string): number[] {
  const { offset, shape } = model.weights.find((weight) => weight.path === path)!;
  return Array.from(vector).slice(offset, offset + shape.reduce((a, b) => a * b, 1));
}

/** Compares numbers with an error that is relative to the largest of those expected. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  { tolerance, what }: { tolerance: number; what: string },
): void {
  expect(actual.length, `length of ${what}`).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  const errors = expected.map((value, i) => Math.abs(actual[i]! - value) / scale);
  // A comparison with NaN is false, so it is turned round.
  const bad = errors.findIndex((error) => !(error <= tolerance));
  expect(bad, `${what}, place ${bad}: got ${actual[bad]}, expected ${expected[bad]}`).toBe(-1);
}
