import { describe, expect, it } from 'vitest';
import { holm, logRatio, score, wilcoxonSignedRank } from './statistics.js';

const reached = (time: number) => ({ time, budget: 100 });
const censored = (budget = 100) => ({ time: undefined, budget });

describe('logRatio', () => {
  it.each([
    ['twice as fast', reached(10), reached(5), 2],
    ['a baseline that did not reach it counts with its budget', censored(100), reached(5), 20],
    ['a method that did not reach it counts with its budget', reached(10), censored(100), 0.1],
    ['a cheap budget does not make it faster', reached(10), censored(8), 1],
    ['nor does a cheap budget of the baseline make it slower', censored(8), reached(10), 1],
    ['neither', censored(), censored(50), 1],
  ])('%s', (_, baseline, method, ratio) => {
    expect(Math.exp(logRatio({ baseline, method }))).toBeCloseTo(ratio, 12);
  });
});

it('counts wins, ties and losses, whatever a run that did not reach the target cost', () => {
  const pairs = [
    { baseline: reached(10), method: reached(5) },
    { baseline: reached(10), method: reached(10) },
    { baseline: reached(10), method: censored(8) },
    { baseline: censored(8), method: reached(10) },
    { baseline: censored(), method: censored(8) },
  ];
  expect(score(pairs)).toEqual({ wins: 2, ties: 2, losses: 1 });
});

describe('wilcoxonSignedRank', () => {
  it('gives the values of printed tables', () => {
    // All of one sign: 2 / 2^n.
    for (const n of [1, 5, 6, 10]) {
      expect(wilcoxonSignedRank(Array.from({ length: n }, (_, i) => i + 1))).toBeCloseTo(2 / 2 ** n, 14);
    }
    // n = 10: the two-sided 5 % point is W = 8, p = 0.0488; W = 9 has 0.0645.
    const negative = (...ranks: number[]) =>
      Array.from({ length: 10 }, (_, i) => (ranks.includes(i + 1) ? -1 : 1) * (i + 1));
    expect(wilcoxonSignedRank(negative(8))).toBeCloseTo(0.048828125, 12);
    expect(wilcoxonSignedRank(negative(2, 7))).toBeCloseTo(0.064453125, 12);
  });

  it('does not depend on the sign', () => {
    const values = [0.3, -1.2, 2.2, 0.7, -0.1, 1.4];
    expect(wilcoxonSignedRank(values.map((v) => -v))).toBe(wilcoxonSignedRank(values));
  });

  it('leaves zeros out, and shares ranks', () => {
    expect(wilcoxonSignedRank([])).toBe(1);
    expect(wilcoxonSignedRank([0, 0])).toBe(1);
    expect(wilcoxonSignedRank([0, 1, 2, 3, 4, 5])).toBe(2 / 32);
    // Ranks 1.5, 1.5, 3 with signs -, +, +: sums of at most 1.5 are 0 and twice 1.5, of 8.
    expect(wilcoxonSignedRank([-1, 1, 2])).toBeCloseTo((2 * 3) / 8, 14);
  });

  it('is nearly normal where it stops to be exact', () => {
    // Negative ranks 1,960 of mean 2,525 and standard deviation 290.84: z = -1.9427.
    const mixed = Array.from({ length: 100 }, (_, i) => (i % 5 < 2 ? -1 : 1) * (i + 1));
    expect(wilcoxonSignedRank(mixed)).toBeCloseTo(0.0521, 3);
    // Positive ranks 10,100 of mean 10,050 and standard deviation 819.76: z = 0.06099.
    const even = Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1) * (i + 1));
    expect(wilcoxonSignedRank(even)).toBeCloseTo(0.95137, 4);
    expect(wilcoxonSignedRank(Array.from({ length: 200 }, (_, i) => i + 1))).toBeLessThan(1e-6);
  });
});

it('corrects p-values as Holm does', () => {
  // Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, and none below the one before.
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
  expect(holm([0.2])).toEqual([0.2]);
});
