import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { Rng } from '../../core/rng.js';
import type { BatchSelector, Signals } from '../../training/index.js';
import { GradientSketch, SKETCH_SIZE } from '../shared/gradient-sketch.js';
import { grab } from './grab.js';

const situation = { size: 60, batchSize: 7, classes: 2, seed: 1 };
const [width, outputs] = [5, 3];

/** Signals that make a sample's gradient depend on the sample and the epoch. */
function signalsOf(indices: Uint32Array, epoch = 0): Signals {
  const loss = new Float32Array(indices.length);
  const rows = (length: number, salt: number) =>
    Float32Array.from(
      [...indices].flatMap((i) => Array.from({ length }, (_, k) => Math.sin(i * 17.3 + k * salt + epoch))),
    );
  return { ...{ loss, gradientNorm: loss }, features: rows(width, 3.1), logitGradient: rows(outputs, 5.7) };
}

async function orders(selector: BatchSelector, epochs: number, signals = signalsOf) {
  const made: number[][] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    made.push([]);
    while (made[epoch]!.length < situation.size) {
      const context = { step: 0, epoch, learningRate: 1, score: () => Promise.reject(new Error('a score')) };
      const { indices } = await selector.select(context);
      made[epoch]!.push(...indices);
      selector.observe!({ ...context, indices, signals: signals(indices, epoch) });
    }
  }
  return made;
}

it('orders as the paper does, with the projected gradients', async () => {
  const sketch = new GradientSketch(new Rng(situation.seed).fork('selector'));
  const gradientOf = (sample: number, epoch: number) => [
    ...sketch.of(signalsOf(Uint32Array.of(sample), epoch)),
  ];
  const made = await orders(grab()(samplesOf(situation)), 4);
  let mean = Array<number>(SKETCH_SIZE).fill(0);
  for (let epoch = 0; epoch < 3; epoch++) {
    const [front, back]: [number[], number[]] = [[], []];
    let running = Array<number>(SKETCH_SIZE).fill(0);
    for (const sample of made[epoch]!) {
      const centred = gradientOf(sample, epoch).map((x, k) => x - mean[k]!);
      const plus = running.map((x, k) => x + centred[k]!);
      const minus = running.map((x, k) => x - centred[k]!);
      const forward = Math.hypot(...plus) <= Math.hypot(...minus);
      running = forward ? plus : minus;
      (forward ? front : back).push(sample);
    }
    expect(made[epoch + 1]).toEqual([...front, ...back.reverse()]);
    const all = made[epoch]!.map((sample) => gradientOf(sample, epoch));
    mean = mean.map((_, k) => all.reduce((sum, g) => sum + g[k]!, 0) / all.length);
  }
});

it('finds orders in which sums of centred gradients stay smaller than in random ones', async () => {
  const gradients = Array.from({ length: 60 }, (_, i) => {
    const { features, logitGradient } = signalsOf(Uint32Array.of(i)) as Required<Signals>;
    return [...logitGradient].flatMap((d) => [...features, 1].map((x) => x * d));
  });
  const mean = gradients[0]!.map((_, k) => gradients.reduce((sum, g) => sum + g[k]!, 0) / 60);
  const largest = (order: readonly number[]) => {
    let running = mean.map(() => 0);
    return Math.max(
      ...order.map((sample) =>
        Math.hypot(...(running = running.map((x, k) => x + gradients[sample]![k]! - mean[k]!))),
      ),
    );
  };
  const made = await orders(grab()(samplesOf(situation)), 12, (indices) => signalsOf(indices));
  const rng = new Rng(2);
  const random = Array.from({ length: 50 }, () => largest(rng.shuffle([...Array(60).keys()])));
  const median = random.toSorted((a, b) => a - b)[25]!;
  expect(largest(made.at(-1)!)).toBeLessThan(0.6 * median);
});

it('leaves samples whose gradient is not finite out of the balance', async () => {
  const odd = (indices: Uint32Array) => {
    const signals = signalsOf(indices);
    indices.forEach((sample, i) => sample % 10 === 0 && (signals.logitGradient![i * outputs] = NaN));
    return signals;
  };
  const selector = grab()(samplesOf(situation));
  for (const order of await orders(selector, 4, odd)) expect(ascending(order)).toEqual([...Array(60).keys()]);
  expect((selector.state!['mean'] as Float64Array).every(Number.isFinite)).toBe(true);
  expect((selector.state!['mean'] as Float64Array).some((x) => x !== 0)).toBe(true);
});

it('begins with a random order', async () => {
  const other = { ...situation, seed: 2 };
  const [one] = rounds(await play(grab()(samplesOf(situation)), situation, { steps: 9 }), 60);
  const [two] = rounds(await play(grab()(samplesOf(other)), other, { steps: 9 }), 60);
  expect(one).not.toEqual(two);
  expect(one).not.toEqual([...Array(60).keys()]);
});
