import { expect, it } from 'vitest';
import { Rng } from '../../core/rng.js';
import type { Signals } from '../../training/index.js';
import { GradientSketch, SKETCH_SIZE } from './gradient-sketch.js';

const noise = new Rng(5);
const [size, width, outputs] = [40, 12, 3];
const loss = new Float32Array(size);
const signals: Signals = {
  ...{ loss, gradientNorm: loss },
  features: Float32Array.from({ length: size * width }, () => noise.normal()),
  logitGradient: Float32Array.from({ length: size * outputs }, () => noise.normal()),
};
const { features, logitGradient } = signals as Required<Signals>;

/** The gradients at kernel and bias, written out. */
const gradients = Array.from({ length: size }, (_, i) => {
  const h = [...features.subarray(i * width, (i + 1) * width), 1];
  return [...logitGradient.subarray(i * outputs, (i + 1) * outputs)].flatMap((d) => h.map((x) => x * d));
});
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);
const rowsOf = (sketches: Float64Array) =>
  Array.from({ length: size }, (_, i) => sketches.subarray(i * SKETCH_SIZE, (i + 1) * SKETCH_SIZE));

it('keeps products of gradients on average over seeds, and nearly for each', () => {
  const [a, b] = [gradients[0]!, gradients[1]!];
  const scale = Math.sqrt(dot(a, a) * dot(b, b));
  const errors = Array.from({ length: 2000 }, (_, seed) => {
    const rows = rowsOf(new GradientSketch(new Rng(seed)).of(signals));
    return (dot(rows[0]!, rows[1]!) - dot(a, b)) / scale;
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  expect(Math.abs(mean)).toBeLessThan((4 * deviation) / Math.sqrt(errors.length));
  expect(deviation).toBeLessThan(0.12);
});

it('is linear, so that the projection of a sum is the sum of the projections', () => {
  const sketch = new GradientSketch(new Rng(1));
  const rows = rowsOf(sketch.of(signals));
  const doubled = rowsOf(sketch.of({ ...signals, logitGradient: logitGradient.map((d) => 2 * d) }));
  expect(doubled).toEqual(rows.map((row) => row.map((x) => 2 * x)));
});

it('depends on the seed of the generator, not on where it stands', () => {
  const rng = new Rng(3);
  const before = new GradientSketch(rng).of(signals);
  rng.uniform();
  expect(new GradientSketch(rng).of(signals)).toEqual(before);
  expect(new GradientSketch(new Rng(4)).of(signals)).not.toEqual(before);
});
