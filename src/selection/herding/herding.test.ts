import { expect, it } from 'vitest';
import { ascending, samplesOf } from '../../../test/support/play-selector.js';
import { Rng } from '../../core/rng.js';
import type { Signals } from '../../training/index.js';
import { GradientSketch, SKETCH_SIZE } from '../shared/gradient-sketch.js';
import { herding } from './herding.js';

const situation = { size: 50, batchSize: 5, classes: 2, seed: 1 };
const [width, outputs] = [4, 2];

function signalsOf(indices: Iterable<number>): Signals {
  const samples = [...indices];
  const loss = new Float32Array(samples.length);
  const rows = (length: number, salt: number) =>
    Float32Array.from(
      samples.flatMap((i) => Array.from({ length }, (_, k) => Math.sin(i * 11.3 + k * salt))),
    );
  return { ...{ loss, gradientNorm: loss }, features: rows(width, 2.3), logitGradient: rows(outputs, 4.1) };
}

async function pools(pool: number, count: number, signals = signalsOf) {
  const selector = herding({ pool })(samplesOf(situation));
  const made: { scored: number[]; batches: number[][] }[] = [];
  for (let step = 0; made.length <= count; step++) {
    const { indices } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (asked) => {
        made.push({ scored: [...asked], batches: [] });
        return Promise.resolve(signals(asked));
      },
    });
    made.at(-1)!.batches.push([...indices]);
  }
  return made.slice(0, count);
}

it('orders each pool greedily by the norm of the sum of centred gradients', async () => {
  const sketch = new GradientSketch(new Rng(situation.seed).fork('selector'));
  for (const { scored, batches } of await pools(4, 6)) {
    const gradients = scored.map((sample) => [...sketch.of(signalsOf([sample]))]);
    const mean = gradients[0]!.map((_, k) => gradients.reduce((sum, g) => sum + g[k]!, 0) / scored.length);
    const left = new Set(scored.keys());
    let sum = Array<number>(SKETCH_SIZE).fill(0);
    const expected: number[] = [];
    while (left.size > 0) {
      const sums = [...left].map((i) => ({ i, to: sum.map((x, k) => x + gradients[i]![k]! - mean[k]!) }));
      const best = sums.reduce((a, b) => (Math.hypot(...b.to) < Math.hypot(...a.to) - 1e-9 ? b : a));
      left.delete(best.i);
      sum = best.to;
      expected.push(scored[best.i]!);
    }
    expect(batches.flat()).toEqual(expected);
  }
});

it('gives batches whose mean gradient is nearer to that of the pool than that of random batches', async () => {
  const sketch = new GradientSketch(new Rng(1));
  const meanOf = (samples: readonly number[]) => {
    const all = sketch.of(signalsOf(samples));
    return Array.from({ length: SKETCH_SIZE }, (_, k) =>
      samples.reduce((sum, _, i) => sum + all[i * SKETCH_SIZE + k]! / samples.length, 0),
    );
  };
  const error = (batches: readonly number[][], whole: readonly number[]) => {
    const mean = meanOf(whole);
    return batches.reduce(
      (sum, batch) => sum + Math.hypot(...meanOf(batch).map((x, k) => x - mean[k]!)) ** 2,
      0,
    );
  };
  let [herded, random] = [0, 0];
  for (const { scored, batches } of await pools(10, 30)) {
    herded += error(batches, scored);
    random += error(
      Array.from({ length: 10 }, (_, i) => scored.slice(5 * i, 5 * i + 5)),
      scored,
    );
  }
  expect(herded).toBeLessThan(0.5 * random);
});

it('scores every sample once and trains it once an epoch', async () => {
  const made = await pools(4, 3);
  expect(made.map(({ scored }) => scored.length)).toEqual([20, 20, 10]);
  expect(made.map(({ batches }) => batches.map(({ length }) => length))).toEqual([
    [5, 5, 5, 5],
    [5, 5, 5, 5],
    [5, 5],
  ]);
  expect(ascending(made.flatMap(({ batches }) => batches.flat()))).toEqual([...Array(50).keys()]);
});

it('puts gradients that are not finite at the end of their pool, and orders the others', async () => {
  const odd = (indices: Iterable<number>) => {
    const signals = signalsOf(indices);
    [...indices].forEach((sample, i) => sample % 5 === 0 && (signals.features![i * width] = Infinity));
    return signals;
  };
  const without = (samples: readonly number[]) => samples.filter((sample) => sample % 5 > 0);
  for (const { batches } of await pools(10, 4, odd)) {
    const order = batches.flat();
    expect(order.slice(0, 40)).toEqual(without(order));
    expect(order.slice(0, 40)).not.toEqual(ascending(without(order)));
  }
});
