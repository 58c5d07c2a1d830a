import { Rng } from 'choosy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SumTree } from '../shared/sum-tree.js';
import { depRound } from './dep-round.js';

const treeOf = (weights: readonly number[]) => {
  const tree = new SumTree(weights.length);
  tree.weights.set(weights);
  tree.rebuild();
  return tree;
};

/** How often each pair of samples is drawn together, over all; in the diagonal, how often each sample is. */
function frequencies(weights: readonly number[], count: number, draws: number): number[][] {
  const tree = treeOf(weights);
  const rng = new Rng(1);
  const together = weights.map(() => weights.map(() => 0));
  for (let i = 0; i < draws; i++) {
    const drawn = depRound(tree, count, rng);
    for (const a of drawn) for (const b of drawn) together[a]![b]! += 1 / draws;
  }
  return together;
}

/** What dependent rounding comes to, by following every way that the fights of samples in order can end. */
function exactChances(chances: readonly number[]): number[][] {
  const together = chances.map(() => chances.map(() => 0));
  const fight = (rest: readonly number[], sample: number, probability: number) => {
    if (probability === 0) return;
    const next = sample + 1;
    if (next === rest.length) {
      rest.forEach((a, i) =>
        rest.forEach((b, j) => (together[i]![j]! += probability * Math.round(a) * Math.round(b))),
      );
      return;
    }
    // The undecided sample so far, and the next.
    const open = rest.findIndex((p, i) => i < next && p > 1e-9 && p < 1 - 1e-9);
    if (open < 0) return fight(rest, next, probability);
    const [a, b] = [rest[open]!, rest[next]!];
    const change = (first: number, second: number) =>
      rest.map((p, i) => (i === open ? first : i === next ? second : p));
    if (a + b <= 1) {
      fight(change(a + b, 0), next, (probability * a) / (a + b));
      fight(change(0, a + b), next, (probability * b) / (a + b));
    } else {
      fight(change(1, a + b - 1), next, (probability * (1 - b)) / (2 - a - b));
      fight(change(a + b - 1, 1), next, (probability * (1 - a)) / (2 - a - b));
    }
  };
  fight(chances, 0, 1);
  return together;
}

it.each([
  [[0.5, 0.3, 0.6, 0.2, 0.4], 2],
  [[0.9, 0.7, 0.8, 0.6], 3],
  [[1, 0.25, 0.75, 0.5, 0.5], 3],
  [[0.1, 0.2, 0.15, 0.05, 0.3, 0.2], 1],
])('draws single samples and pairs as often as dependent rounding of %j does', (chances, count) => {
  const draws = 40_000;
  const expected = exactChances(chances);
  frequencies(chances, count, draws).forEach((row, a) =>
    row.forEach((frequency, b) => {
      const p = expected[a]![b]!;
      if (a === b) expect(p).toBeCloseTo(chances[a]!, 9);
      // Six standard deviations.
      const deviation = 6 * Math.sqrt((p * (1 - p)) / draws);
      expect(Math.abs(frequency - p)).toBeLessThanOrEqual(deviation + 1e-9);
    }),
  );
});

it('draws distinct samples, those of chance 1 always, those of chance 0 never', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2, maxLength: 80 }),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(),
      (weights, count, seed) => {
        fc.pre(weights.filter((weight) => weight > 0).length > count);
        // Capped one by one, until none is above its share.
        const capped = weights.slice();
        const sum = () => capped.reduce((total, weight) => total + weight);
        for (let i = 0; i < 2000; i++)
          capped.forEach((weight, j) => (capped[j] = Math.min(weight, sum() / count)));
        const tree = treeOf(capped);
        const drawn = depRound(tree, count, new Rng(seed));
        expect(new Set(drawn).size).toBe(count);
        for (const sample of drawn) expect(tree.weights[sample]).toBeGreaterThan(0);
        capped.forEach((weight, sample) => {
          if ((weight * count) / sum() > 1 - 1e-7) expect([...drawn]).toContain(sample);
        });
      },
    ),
    { seed: 1, numRuns: 60 },
  ));
