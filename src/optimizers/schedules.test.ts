import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineDecay, linearDecay, stepDecay, warmUp } from './index.js';
import { asSchedule } from './schedules.js';

const first = (count: number, schedule: (step: number) => number) =>
  Array.from({ length: count }, (_, step) => schedule(step));

describe('schedules', () => {
  it('a number never changes', () => {
    expect(first(3, asSchedule('test', 0.1))).toEqual([0.1, 0.1, 0.1]);
  });

  it('step decay falls in stairs', () => {
    const schedule = stepDecay({ initialLearningRate: 8, decaySteps: 2, decayRate: 0.5 });
    expect(first(7, schedule)).toEqual([8, 8, 4, 4, 2, 2, 1]);
  });

  it('linear decay falls in a straight line, then stays', () => {
    expect(first(6, linearDecay({ initialLearningRate: 2, decaySteps: 4 }))).toEqual([2, 1.5, 1, 0.5, 0, 0]);
  });

  it('cosine decay falls along half a cosine, then stays', () => {
    const schedule = cosineDecay({ initialLearningRate: 2, decaySteps: 4 });
    const expected = [2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2, 0, 0, 0];
    first(7, schedule).forEach((rate, step) => expect(rate).toBeCloseTo(expected[step]!, 12));
    const withFloor = cosineDecay({ initialLearningRate: 2, decaySteps: 4, alpha: 0.25 });
    expect(withFloor(0)).toBe(2);
    expect(withFloor(2)).toBeCloseTo(0.5 + 0.75, 12);
    expect(withFloor(4)).toBeCloseTo(0.5, 12);
    expect(withFloor(1000)).toBeCloseTo(0.5, 12);
  });

  it('warm-up rises in a straight line, then follows what it leads to from its beginning', () => {
    expect(first(6, warmUp(1, { steps: 4 }))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
    expect(first(3, warmUp(1, { steps: 2, start: 0.5 }))).toEqual([0.75, 1, 1]);
    expect(first(3, warmUp(1, { steps: 0 }))).toEqual([1, 1, 1]);
    const decay = stepDecay({ initialLearningRate: 4, decaySteps: 2, decayRate: 0.5 });
    expect(first(7, warmUp(decay, { steps: 2 }))).toEqual([2, 4, 4, 4, 2, 2, 1]);
  });

  it('give positive numbers up to the initial rate, never rising but in the warm-up', () => {
    const rate = fc.double({ min: 1e-6, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        rate,
        fc.integer({ min: 1, max: 30 }),
        fc.nat(10),
        (initialLearningRate, decaySteps, steps) => {
          for (const schedule of [
            stepDecay({ initialLearningRate, decaySteps, decayRate: 0.7 }),
            cosineDecay({ initialLearningRate, decaySteps, alpha: 0.1 }),
          ]) {
            const rates = first(60, warmUp(schedule, { steps }));
            for (const [step, value] of rates.entries()) {
              expect(value).toBeGreaterThan(0);
              expect(value).toBeLessThanOrEqual(initialLearningRate * (1 + 1e-12));
              if (step > steps) expect(value).toBeLessThanOrEqual(rates[step - 1]!);
            }
          }
        },
      ),
      { seed: 1 },
    );
  });
});
