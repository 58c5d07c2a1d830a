import { describe, expect, it } from 'vitest';
import { timeToTarget } from './time-to-target.js';

/** Evaluations every 100 samples, 10 steps and 2 seconds. */
const curve = (...metrics: (number | null)[]) =>
  metrics.map((metric, i) => ({ samples: 100 * (i + 1), seconds: 2 * (i + 1), steps: 10 * (i + 1), metric }));
const higher = { target: 0.9, higherIsBetter: true, trainingSetSize: 50 };

describe('timeToTarget', () => {
  it('lies on the line between the evaluation before and the first of two that reach it', () => {
    // 0.75 is a quarter of the way from 0.6875 to 0.9375, which came from 4 to 6 seconds.
    expect(timeToTarget(curve(0.5, 0.6875, 0.9375, 0.8), { ...higher, target: 0.75 })).toEqual({
      seconds: 4 + 0.25 * 2,
      epochs: (200 + 25) / 50,
      steps: 22.5,
    });
  });

  it('takes an evaluation that meets the target exactly for one that reaches it', () => {
    expect(timeToTarget(curve(0.5, 0.9, 0.9), higher)).toEqual({ seconds: 4, epochs: 4, steps: 20 });
  });

  it('does not count one evaluation alone', () => {
    expect(timeToTarget(curve(0.5, 1, 0.8, 1, 0.89, 1), higher)).toBeUndefined();
    expect(timeToTarget(curve(0.5, 1, 0.8, 1, 1), higher)!.seconds).toBe(6 + 2 * 0.5);
  });

  it('goes down where lower is better', () => {
    const lower = { target: 3, higherIsBetter: false, trainingSetSize: 100 };
    expect(timeToTarget(curve(9, 5, 1, 2), lower)).toEqual({ seconds: 5, epochs: 2.5, steps: 25 });
    expect(timeToTarget(curve(9, 5, 4, 3.1), lower)).toBeUndefined();
  });

  it('does not interpolate where nothing finite lies before', () => {
    expect(timeToTarget(curve(0.95, 0.95), higher)).toEqual({ seconds: 2, epochs: 2, steps: 10 });
    expect(timeToTarget(curve(null, 0.95, 0.95), higher)!.seconds).toBe(4);
  });

  it('is censored without evaluations, and with values that are not finite', () => {
    expect(timeToTarget([], higher)).toBeUndefined();
    expect(timeToTarget(curve(0.95), higher)).toBeUndefined();
    expect(timeToTarget(curve(null, null), { ...higher, target: 0, higherIsBetter: false })).toBeUndefined();
  });
});
