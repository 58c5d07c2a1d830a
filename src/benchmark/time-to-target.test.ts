import { describe, expect, it } from 'vitest';
import type { RunRecord } from './run-record.js';
import { timeToTarget } from './time-to-target.js';

/** Evaluations every 100 samples trained and 30 scored, 2 seconds and 10 steps; the loss is that of a jumping curve. */
const curve = (...metrics: (number | null)[]) =>
  metrics.map((metric, i): RunRecord['evaluations'][number] => {
    const n = i + 1;
    return [100 * n, 30 * n, 2 * n, 10 * n, n % 2, metric];
  });
const higher = { goal: 'metric', target: 0.9, higherIsBetter: true, trainingSetSize: 50 } as const;

describe('timeToTarget', () => {
  it('lies on the line between the evaluation before and the first of two that reach it', () => {
    // 0.75 is a quarter of the way from 0.6875 to 0.9375, which came from 4 to 6 seconds.
    expect(timeToTarget(curve(0.5, 0.6875, 0.9375, 0.8), { ...higher, target: 0.75 })).toEqual({
      seconds: 4 + 0.25 * 2,
      epochs: (200 + 25) / 50,
      scoredEpochs: (60 + 7.5) / 50,
      equivalentEpochs: 4.5 + 1.35 / 3,
      passes: 4.5 + 1.35,
      steps: 22.5,
    });
  });

  it('takes an evaluation that meets the target exactly for one that reaches it', () => {
    expect(timeToTarget(curve(0.5, 0.9, 0.9), higher)).toMatchObject({ seconds: 4, epochs: 4, steps: 20 });
  });

  it('does not count one evaluation alone', () => {
    expect(timeToTarget(curve(0.5, 1, 0.8, 1, 0.89, 1), higher)).toBeUndefined();
    expect(timeToTarget(curve(0.5, 1, 0.8, 1, 1), higher)!.seconds).toBe(6 + 2 * 0.5);
  });

  it('goes down where lower is better', () => {
    const lower = { ...higher, target: 3, higherIsBetter: false, trainingSetSize: 100 };
    expect(timeToTarget(curve(9, 5, 1, 2), lower)).toMatchObject({ seconds: 5, epochs: 2.5, steps: 25 });
    expect(timeToTarget(curve(9, 5, 4, 3.1), lower)).toBeUndefined();
  });

  it('looks at the loss if that is the goal', () => {
    const loss = { goal: 'loss', target: 0.5, higherIsBetter: false, trainingSetSize: 100 } as const;
    // 1, 0, 1, 0: never twice.
    expect(timeToTarget(curve(1, 1, 1, 1), loss)).toBeUndefined();
    const falling = curve(null, null, null).map((values, i) => values.with(4, 1 - i / 2)) as ReturnType<
      typeof curve
    >;
    expect(timeToTarget(falling, { ...loss, target: 0.75 })).toMatchObject({ seconds: 3, epochs: 1.5 });
  });

  it('does not interpolate where nothing finite lies before', () => {
    expect(timeToTarget(curve(0.95, 0.95), higher)).toMatchObject({ seconds: 2, epochs: 2, steps: 10 });
    expect(timeToTarget(curve(null, 0.95, 0.95), higher)!.seconds).toBe(4);
  });

  it('is censored without evaluations, and with values that are not finite', () => {
    expect(timeToTarget([], higher)).toBeUndefined();
    expect(timeToTarget(curve(0.95), higher)).toBeUndefined();
    expect(timeToTarget(curve(null, null), { ...higher, target: 0, higherIsBetter: false })).toBeUndefined();
  });
});
