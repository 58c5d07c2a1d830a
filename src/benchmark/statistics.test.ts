import { describe, expect, it } from 'vitest';
import { Rng } from '../core/rng.js';
import { geometricMean, holm, logRatio, score, wilcoxonSignedRank } from './statistics.js';

const reached = (time: number) => ({ time, budget: 100 });
const censored = (budget = 100) => ({ time: undefined, budget });

describe('logRatio', () => {
  it.each([
    ['twice as fast', reached(10), reached(5), 2],
    ['a baseline that did not reach it counts with its budget', censored(100), reached(5), 20],
    ['a selector that did not reach it counts with its budget', reached(10), censored(100), 0.1],
    ['a cheap budget does not make it faster', reached(10), censored(8), 1],
    ['nor does a cheap budget of the baseline make it slower', censored(8), reached(10), 1],
    ['neither', censored(), censored(50), 1],
  ])('%s', (_, baseline, selector, ratio) => {
    expect(Math.exp(logRatio({ baseline, selector }))).toBeCloseTo(ratio, 12);
  });
});

it('counts wins, ties and losses, whatever a run that did not reach the target cost', () => {
  const pairs = [
    { baseline: reached(10), selector: reached(5) },
    { baseline: reached(10), selector: reached(10) },
    { baseline: reached(10), selector: censored(8) },
    { baseline: censored(8), selector: reached(10) },
    { baseline: censored(), selector: censored(8) },
  ];
  expect(score(pairs)).toEqual({ wins: 2, ties: 2, losses: 1 });
});

describe('geometricMean', () => {
  it('is exact where all seeds say the same', () => {
    const { ratio, low, high } = geometricMean([[2, 2, 2].map(Math.log)], new Rng(1));
    for (const value of [ratio, low, high]) expect(value).toBeCloseTo(2, 12);
  });

  it('weighs tasks alike, however many seeds they have', () => {
    expect(geometricMean([[0, 0, 0, 0], [Math.log(4)]], new Rng(1)).ratio).toBeCloseTo(2, 12);
  });

  it('has the interval of the binomial distribution for values of 0 and 1', () => {
    // Means of 20 draws are k/20 with k binomial(20, 0.5): P(k <= 5) = 0.0207, P(k <= 6) = 0.0577.
    const values = Array.from({ length: 20 }, (_, i) => i % 2);
    const { low, high } = geometricMean([values], new Rng(1));
    expect([Math.log(low), Math.log(high)]).toEqual([expect.closeTo(0.3, 9), expect.closeTo(0.7, 9)]);
  });

  it('gives the same for the same seed', () => {
    const values = [[0.1, 0.5, -0.2, 0.3]];
    expect(geometricMean(values, new Rng(3))).toEqual(geometricMean(values, new Rng(3)));
  });
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

  it('holds for many values', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1) * (i + 1));
    const p = wilcoxonSignedRank(values);
    // Normal approximation: W = 10100 of mean 10050, standard deviation 819.8.
    expect(p).toBeCloseTo(0.9519, 2);
  });
});

it('corrects p-values as Holm does', () => {
  // Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1, and none below the one before.
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
  expect(holm([0.2])).toEqual([0.2]);
});
