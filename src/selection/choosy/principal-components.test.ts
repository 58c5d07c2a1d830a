import { Rng } from 'choosy';
import { expect, it } from 'vitest';
import { principalComponents, project } from './principal-components.js';

const length = (vector: Float64Array) => Math.hypot(...vector);
const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, j) => sum + value * b[j]!, 0);

it('finds the directions along which rows differ most, widest first, whatever their mean', () => {
  // Ten features around 100; of them 3, 8 and 5 differ by 16, 8 and 4 times as much as the others.
  const rng = new Rng(1);
  const widths = [1, 1, 1, 16, 1, 4, 1, 1, 8, 1];
  const rows = Float32Array.from({ length: 200 * 10 }, (_, at) => 100 + widths[at % 10]! * rng.normal());
  const directions = principalComponents(rows, 10, 3);
  directions.forEach((direction) => expect(length(direction)).toBeCloseTo(1, 12));
  expect(Math.abs(product(directions[0]!, directions[1]!))).toBeLessThan(1e-12);
  [3, 8, 5].forEach((feature, k) => expect(Math.abs(directions[k]![feature]!)).toBeGreaterThan(0.95));
});

it('leaves out directions that there are not', () => {
  const rows = Float32Array.from({ length: 50 * 3 }, (_, at) => Math.floor(at / 3) * [1, 2, 2][at % 3]!);
  const [first, second] = principalComponents(rows, 3, 2) as [Float64Array, Float64Array];
  [1 / 3, 2 / 3, 2 / 3].forEach((weight, j) => expect(Math.abs(first[j]!)).toBeCloseTo(weight, 12));
  expect([...second]).toEqual([0, 0, 0]);
});

it('projects rows', () => {
  const rows = Uint8Array.of(1, 0, 3, 0, 5, 6);
  const directions = [Float64Array.of(1, 10, 100), Float64Array.of(0, 0, 1)];
  expect([...project(rows, 3, directions)]).toEqual([301, 3, 650, 6]);
});

it('looks at some of many features, evenly spaced', () => {
  // Of 1,000 features every third is looked at; what the others have makes no difference.
  const rng = new Rng(2);
  const rows = Float32Array.from({ length: 40 * 1000 }, (_, at) =>
    (at % 1000) % 3 === 0 ? rng.normal() : 0,
  );
  const noisy = rows.map((value, at) => ((at % 1000) % 3 === 0 ? value : at));
  const directions = principalComponents(noisy, 1000, 2);
  expect(directions).toEqual(principalComponents(rows, 1000, 2));
  expect(directions[0]).toHaveLength(334);
  expect(project(noisy, 1000, directions)).toEqual(project(rows, 1000, directions));
});
