import { expect, it } from 'vitest';
import { ascending, samplesOf } from '../../../test/support/play-selector.js';
import { Rng } from '../../core/rng.js';
import { divbs, type DivbsOptions } from './divbs.js';

const situation = { size: 48, batchSize: 4, classes: 2, seed: 1 };
type Gradient = readonly [features: readonly number[], delta: readonly number[]];

/** Batches chosen from pools with the given gradients, and the pools, which are random shuffling. */
async function choose(gradientOf: (sample: number) => Gradient, options: DivbsOptions, steps: number) {
  const samples = samplesOf(situation);
  const selector = divbs(options)(samples);
  const made: { pool: number[]; chosen: number[]; rng: Rng }[] = [];
  for (let step = 0; step < steps; step++) {
    let pool: number[] = [];
    const rng = new Rng(situation.seed).fork('selector');
    const { indices, weights } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (asked) => {
        pool = [...asked];
        rng.state = samples.rng.state;
        const loss = new Float32Array(asked.length);
        return Promise.resolve({
          ...{ loss, gradientNorm: loss },
          features: Float32Array.from(pool.flatMap((sample) => gradientOf(sample)[0])),
          logitGradient: Float32Array.from(pool.flatMap((sample) => gradientOf(sample)[1])),
        });
      },
    });
    expect(weights).toBeUndefined();
    made.push({ pool, chosen: [...indices], rng });
  }
  return made;
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const less = (a: readonly number[], factor: number, b: readonly number[]) =>
  a.map((x, i) => x - factor * b[i]!);

it('draws as the algorithm does with the gradients written out', async () => {
  const noise = new Rng(7);
  const all = Array.from({ length: 48 }, (): Gradient => {
    const h = Array.from({ length: 3 }, () => Math.fround(noise.normal()));
    return [h, Array.from({ length: 2 }, () => Math.fround(noise.normal()))];
  });
  for (const { pool, chosen, rng } of await choose((sample) => all[sample]!, { pool: 6 }, 20)) {
    const gradients = pool.map((sample) => all[sample]![1].flatMap((d) => all[sample]![0].map((x) => d * x)));
    let residual = gradients[0]!.map((_, k) => gradients.reduce((sum, g) => sum + g[k]!, 0) / pool.length);
    const basis: number[][] = [];
    const expected: number[] = [];
    while (expected.length < 4) {
      const sizes = gradients.map((g, i) => (expected.includes(pool[i]!) ? 0 : Math.abs(dot(g, residual))));
      let point = rng.uniform() * sizes.reduce((a, b) => a + b);
      const place = sizes.findIndex((size) => (point -= size) < 0);
      expected.push(pool[place]!);
      const left = basis.reduce((g, e) => less(g, dot(gradients[place]!, e), e), gradients[place]!);
      const direction = left.map((x) => x / Math.hypot(...left));
      basis.push(direction);
      residual = less(residual, dot(direction, residual), direction);
    }
    expect(chosen).toEqual(expected);
  }
});

it('takes one of each kind before a second of any', async () => {
  // Four kinds of samples with orthogonal gradients, one of them in three quarters of the samples.
  const kindOf = (sample: number) => (sample % 4 === 0 ? 1 + ((sample / 4) % 3) : 0);
  const gradientOf = (sample: number): Gradient => {
    const kind = kindOf(sample);
    return [
      [kind & 1, 1 - (kind & 1)],
      [kind >> 1, 1 - (kind >> 1)],
    ];
  };
  for (const { chosen } of await choose(gradientOf, { pool: 12 }, 20)) {
    expect(ascending(chosen.map(kindOf))).toEqual([0, 1, 2, 3]);
  }
});

it('fills the batch with random samples when nothing of the mean gradient is left', async () => {
  const firsts = new Set<number>();
  for (const { pool, chosen } of await choose(() => [[1], [1]], { pool: 3 }, 20)) {
    expect(new Set(chosen).size).toBe(4);
    expect(chosen.every((sample) => pool.includes(sample))).toBe(true);
    firsts.add(pool.indexOf(chosen[1]!));
  }
  expect(firsts.size).toBeGreaterThan(3);
});

it('trains samples whose gradients are not finite only when nothing else is left', async () => {
  const gradientOf = (sample: number): Gradient => [
    [sample % 2 === 0 ? NaN : 1, 1 + Math.sin(sample), Math.cos(sample), Math.sin(3 * sample)],
    [1, 1 + Math.cos(5 * sample)],
  ];
  for (const { chosen } of await choose(gradientOf, { pool: 6 }, 20)) {
    expect(chosen.every((sample) => sample % 2 === 1)).toBe(true);
  }
});

it('trains a batch of each pool; a rest of a pass that is no pool is left out', async () => {
  const made = await choose((sample) => [[1, sample], [1]], { pool: 5 }, 4);
  for (const { pool, chosen } of made) expect([pool.length, chosen.length]).toEqual([20, 4]);
  for (const pass of [made.slice(0, 2), made.slice(2)]) {
    expect(new Set(pass.flatMap(({ pool }) => pool)).size).toBe(40);
  }
});
