import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import { type Problem, profileOf } from './performance-profile.js';
import { outcomeOf } from './run-outcome.js';

/** Seconds of methods a, b, … on one problem. */
const problem = (...seconds: (number | undefined)[]): Problem =>
  new Map(
    seconds.map((time, i) => ['abc'[i]!, outcomeOf(runOf({ seconds: time }), 'metric', 'final')!] as const),
  );
const profile = (problems: readonly Problem[], methods = ['a', 'b']) =>
  profileOf(problems, methods, { goal: 'metric', level: 'final' });

describe('profileOf', () => {
  it('counts the problems within each ratio to the best', () => {
    // Ratios of a: 1, 2, 8, never. Those of b: 3, 1, 1, 1.
    const { problems, end, methods } = profile([
      problem(1, 3),
      problem(2, 1),
      problem(8, 1),
      problem(undefined, 1),
    ]);
    expect({ problems, end }).toEqual({ problems: 4, end: 8 });
    expect(methods).toEqual([
      {
        method: 'a',
        points: [
          [1, 0.25],
          [2, 0.5],
          [8, 0.75],
        ],
        // (1/4 from 1 to 2, 1/2 from 2 to 4) over 3.
        score: (0.25 + 2 * 0.5) / 3,
      },
      {
        method: 'b',
        points: [
          [1, 0.75],
          [3, 1],
        ],
        score: (2 * 0.75 + 1) / 3,
      },
    ]);
  });

  it('goes to 4 at least, and begins at 1 also for who is never the best', () => {
    const { end, methods } = profile([problem(1, 2)]);
    expect(end).toBe(4);
    expect(methods[1]!.points).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('gives nobody a problem that nobody solved, and both one in which they are even', () => {
    const { methods } = profile([problem(undefined, undefined), problem(5, 5)]);
    for (const { points, score } of methods) {
      expect(points).toEqual([[1, 0.5]]);
      expect(score).toBe(0.5);
    }
  });

  it('takes epochs for the loss', () => {
    const [quick, brief] = [runOf({ seconds: 1, epochs: 4 }), runOf({ seconds: 3, epochs: 2 })];
    const outcomes = new Map(
      Object.entries({ quick, brief }).map(([name, run]) => [name, outcomeOf(run, 'loss', 'final')!]),
    );
    const { methods } = profileOf([outcomes], ['quick', 'brief'], { goal: 'loss', level: 'final' });
    expect(methods.map(({ points }) => points.at(-1))).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  it('rises, never above 1, and somebody is the best in each problem that was solved', () => {
    const times = fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fc.tuple(times, times, times), { minLength: 1, maxLength: 12 }), (all) => {
        const { methods } = profile(
          all.map((seconds) => problem(...seconds)),
          ['a', 'b', 'c'],
        );
        let best = 0;
        for (const { points, score } of methods) {
          best += points[0]![1];
          expect(points[0]![0]).toBe(1);
          points.slice(1).forEach(([tau, share], i) => {
            expect(tau).toBeGreaterThan(points[i]![0]);
            expect(share).toBeGreaterThan(points[i]![1]);
          });
          expect(points.at(-1)![1]).toBeLessThanOrEqual(1);
          expect(score).toBeLessThanOrEqual(1);
          expect(score).toBeGreaterThanOrEqual(points[0]![1] - 1e-12);
        }
        const solved = all.filter((seconds) => seconds.some((time) => time !== undefined)).length;
        expect(best).toBeGreaterThanOrEqual(solved / all.length - 1e-12);
      }),
      { numRuns: 200 },
    );
  });
});
