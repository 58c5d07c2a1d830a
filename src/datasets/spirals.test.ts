import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../core/errors.js';
import { checkDataset, datasetSize, type Dataset } from '../training/dataset.js';
import { spirals, type SpiralOptions } from './spirals.js';

const requests = fc
  .record({
    arms: fc.integer({ min: 2, max: 7 }),
    turns: fc.double({ min: 0.01, max: 10, noNaN: true }),
    more: fc.nat(200),
    noise: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.integer(),
  })
  .map(({ more, ...options }) => ({ ...options, size: options.arms + more }));
const runs = { seed: 1, numRuns: 500 };

const bytes = ({ features, labels }: Dataset): Buffer =>
  Buffer.concat([features, labels].map(({ buffer }) => Buffer.from(buffer as ArrayBuffer)));

const standardDeviation = (values: readonly number[]): number => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
};

describe('spirals', () => {
  it('has as many samples as asked for, as evenly among the arms as can be', () => {
    fc.assert(
      fc.property(requests, (options) => {
        const dataset = spirals(options);
        checkDataset(dataset);
        expect(dataset.sampleShape).toEqual([2]);
        expect(datasetSize(dataset)).toBe(options.size);
        expect(dataset.labels).toHaveLength(options.size);
        expect(dataset.classNames).toHaveLength(options.arms);
        const counts = dataset.classNames!.map(
          (_, c) => dataset.labels.filter((l: number) => l === c).length,
        );
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      runs,
    );
  });

  it('lies on its arms where there is no noise', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { arms, turns } = request;
        const { features, labels } = spirals({ ...request, noise: 0 });
        const b = 0.9 / (2 * Math.PI * turns);
        labels.forEach((arm: number, i: number) => {
          const [x, y] = [features[2 * i]!, features[2 * i + 1]!];
          const r = Math.hypot(x, y);
          expect(r).toBeGreaterThan(0.1 - 1e-6);
          expect(r).toBeLessThan(1 + 1e-6);
          // From r = a + bθ; the angle is that of the point, up to whole turns.
          const angle = (r - 0.1) / b + (2 * Math.PI * arm) / arms;
          expect(Math.abs(x - r * Math.cos(angle))).toBeLessThan(1e-5);
          expect(Math.abs(y - r * Math.sin(angle))).toBeLessThan(1e-5);
        });
      }),
      runs,
    );
  });

  it('gives the same bytes for the same seed, others for another', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 1000 }), (options, step) => {
        expect(bytes(spirals(options))).toEqual(bytes(spirals(options)));
        expect(bytes(spirals({ ...options, seed: options.seed + step }))).not.toEqual(
          bytes(spirals(options)),
        );
      }),
      runs,
    );
  });

  it('winds two arms one and a half times by default', () => {
    const options = { size: 50, noise: 0.05, seed: 3 };
    expect(spirals(options)).toEqual(spirals({ ...options, arms: 2, turns: 1.5 }));
    expect(spirals(options).classNames).toEqual(['arm 1', 'arm 2']);
  });

  it('is spread evenly over the length of the arms', () => {
    for (const turns of [0.25, 1.5, 5]) {
      const { features } = spirals({ turns, size: 8000, noise: 0, seed: 11 });
      // The length of an arm up to each radius, by adding up many short chords.
      const steps = 9000;
      const lengths = [0];
      for (let i = 1; i <= steps; i++) {
        const [r0, r1] = [0.1 + (0.9 * (i - 1)) / steps, 0.1 + (0.9 * i) / steps];
        const angle = (2 * Math.PI * turns) / steps;
        lengths.push(lengths[i - 1]! + Math.hypot(r1 * Math.cos(angle) - r0, r1 * Math.sin(angle)));
      }
      const tenths = new Array<number>(10).fill(0);
      for (let i = 0; i < features.length; i += 2) {
        const r = Math.hypot(features[i]!, features[i + 1]!);
        const step = Math.min(steps, Math.round(((r - 0.1) / 0.9) * steps));
        tenths[Math.min(9, Math.floor((10 * lengths[step]!) / lengths[steps]!))]!++;
      }
      // 800 are expected in each, give or take 27.
      for (const count of tenths) expect(Math.abs(count - 800)).toBeLessThan(135);
    }
  });

  it('has noise of the standard deviation asked for, the same in both directions', () => {
    for (const noise of [0.01, 0.1, 1]) {
      const options = { arms: 3, size: 4000, seed: 5 };
      const exact = spirals({ ...options, noise: 0 });
      const noisy = spirals({ ...options, noise });
      expect(noisy.labels).toEqual(exact.labels);
      const errors = Array.from(noisy.features, (x, i) => x - exact.features[i]!);
      for (const axis of [0, 1]) {
        const along = errors.filter((_, i) => i % 2 === axis);
        expect(standardDeviation(along) / noise).toBeGreaterThan(0.9);
        expect(standardDeviation(along) / noise).toBeLessThan(1.1);
        expect(Math.abs(along.reduce((a, b) => a + b) / along.length)).toBeLessThan(0.1 * noise);
      }
    }
  });

  it('is in random order', () => {
    const { features, labels } = spirals({ size: 1000, noise: 0, seed: 2 });
    const changes = labels.filter((label: number, i: number) => i > 0 && label !== labels[i - 1]).length;
    expect(changes).toBeGreaterThan(400);
    expect(changes).toBeLessThan(600);
    const outer = Array.from(labels, (_, i) => Math.hypot(features[2 * i]!, features[2 * i + 1]!) > 0.7);
    const outerFirst = outer.slice(0, 500).filter(Boolean).length;
    expect(outerFirst / outer.filter(Boolean).length).toBeGreaterThan(0.4);
    expect(outerFirst / outer.filter(Boolean).length).toBeLessThan(0.6);
  });

  it.each<[Partial<Record<keyof SpiralOptions, unknown>>, string]>([
    [{ arms: 1 }, 'spirals: arms must be an integer of at least 2, got 1.'],
    [{ arms: 2.5 }, 'spirals: arms must be an integer of at least 2, got 2.5.'],
    [{ arms: 'two' }, 'spirals: arms must be an integer of at least 2, got "two".'],
    [{ turns: 0 }, 'spirals: turns must be above 0 and at most 1000, got 0.'],
    [{ turns: NaN }, 'spirals: turns must be above 0 and at most 1000, got NaN.'],
    [{ turns: Infinity }, 'spirals: turns must be above 0 and at most 1000, got Infinity.'],
    [{ turns: 1001 }, 'spirals: turns must be above 0 and at most 1000, got 1001.'],
    [{ size: 0 }, 'spirals: size must be a positive integer, got 0.'],
    [{ size: undefined }, 'spirals: size must be a positive integer, got undefined.'],
    [
      { size: 3, arms: 4 },
      'spirals: size 3 is smaller than the number of arms, 4; give each arm at least one sample.',
    ],
    [{ noise: -0.1 }, 'spirals: noise must be from 0 to 1, got -0.1.'],
    [{ noise: 1.5 }, 'spirals: noise must be from 0 to 1, got 1.5.'],
    [{ noise: undefined }, 'spirals: noise must be from 0 to 1, got undefined.'],
    [{ seed: 0.5 }, 'spirals: seed must be an integer, got 0.5.'],
    [{ seed: undefined }, 'spirals: seed must be an integer, got undefined.'],
  ])('refuses %o', (wrong, message) => {
    const make = (): Dataset =>
      spirals({ size: 100, noise: 0.1, seed: 0, ...(wrong as Partial<SpiralOptions>) });
    expect(make).toThrow(UsageError);
    expect(make).toThrow(message);
  });

  it('stays finite for the smallest and the largest number of turns', () => {
    for (const turns of [Number.MIN_VALUE, 1000]) {
      checkDataset(spirals({ turns, size: 100, noise: 1, seed: 0 }));
    }
  });
});
