import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Signals } from '../../training/index.js';
import { LastLayerGradients } from './last-layer-gradients.js';

/** Whole numbers, so that sums are exact. */
const whole = fc.integer({ min: -9, max: 9 });

it('gives the products that the gradients themselves have', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.tuple(fc.array(whole, { minLength: 6, maxLength: 6 }), fc.tuple(whole, whole)), {
        minLength: 1,
        maxLength: 8,
      }),
      (width, samples) => {
        const gradients = samples.map(([h, delta]) =>
          delta.flatMap((d) => h.slice(0, width).map((x) => x * d)),
        );
        const product = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, x, i) => sum + x * b[i]!, 0);
        const mean = gradients[0]!.map(
          (_, k) => gradients.reduce((sum, g) => sum + g[k]!, 0) / samples.length,
        );
        const made = new LastLayerGradients(
          signalsOf(samples.map(([h, delta]) => [h.slice(0, width), delta])),
        );
        expect(made.size).toBe(samples.length);
        made.mean().forEach((value, k) => expect(value).toBeCloseTo(mean[k]!, 9));
        made
          .productsWithMean()
          .forEach((value, i) => expect(value).toBeCloseTo(product(gradients[i]!, mean), 8));
        expect([...made.squares()]).toEqual(gradients.map((g) => product(g, g)));
        for (const [i, g] of gradients.entries()) {
          expect([...made.productsWith(i)].map((x) => x + 0)).toEqual(
            gradients.map((other) => product(g, other) + 0),
          );
        }
      },
    ),
  ));

it('counts gradients that are not finite as 0, and leaves the signals as they are', () => {
  const signals = signalsOf([
    [[1, 2], [3]],
    [[NaN, 2], [3]],
    [[1, 2], [Infinity]],
  ]);
  const before = structuredClone(signals);
  const made = new LastLayerGradients(signals);
  expect([...made.squares()]).toEqual([45, 0, 0]);
  expect([...made.mean()]).toEqual([1, 2]);
  expect([...made.meanAtBias()]).toEqual([1]);
  expect(signals).toEqual(before);
});

function signalsOf(samples: readonly (readonly [readonly number[], readonly number[]])[]): Signals {
  const loss = new Float32Array(samples.length);
  return {
    ...{ loss, gradientNorm: loss },
    features: Float32Array.from(samples.flatMap(([h]) => h)),
    logitGradient: Float32Array.from(samples.flatMap(([, delta]) => delta)),
  };
}
