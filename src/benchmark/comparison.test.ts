import { describe, expect, it } from 'vitest';
import { exampleRecord } from '../../test/support/example-record.js';
import { randomShuffling, type SelectorEntry } from '../selection/index.js';
import { iris } from '../tasks/index.js';
import { compareOnTask, compareOverall } from './comparison.js';
import { makeRun } from './make-run.js';
import { planRuns } from './plan-runs.js';
import type { RunRecord } from './run-record.js';

/** A run that goes through the final target of 0.9 after some seconds, or never. */
function runTaking(selector: string, seed: number, seconds: number | undefined, task = 'iris'): RunRecord {
  const at = seconds ?? 20;
  const metric = seconds === undefined ? 0.85 : 0.9;
  return exampleRecord({
    ...{ task, selector, seed },
    evaluations: [
      [50, at / 2, 5, 1, 0.7],
      [100, at, 10, 1, metric],
      [150, at + 1, 15, 1, metric],
    ],
    cost: {
      seconds: { setup: 1, selection: 0, scoring: 0, steps: at, evaluation: 1 },
      samples: { trained: seconds === undefined ? 1000 : 150, scored: 0 },
      steps: 15,
    },
  });
}

describe('compareOnTask', () => {
  it('pairs runs of the same seed', () => {
    const records = [
      ...[10, 20, 40].map((seconds, i) => runTaking('base', i + 1, seconds)),
      // Of seed 4, there is no run to compare with.
      ...[5, 10, 20, 1].map((seconds, i) => runTaking('twice', i + 1, seconds)).reverse(),
    ];
    const { value, selectors } = compareOnTask(records, ['base', 'twice'], 'final');
    expect(value).toBe(0.9);
    expect(selectors[0]).toEqual({ selector: 'base', runs: 3, censored: 0, seconds: 20, epochs: 1 });
    const { comparison, ...twice } = selectors[1]!;
    expect(twice).toEqual({ selector: 'twice', runs: 4, censored: 0, seconds: 7.5, epochs: 1 });
    expect(comparison).toMatchObject({ pairs: 3, boundedPairs: 0, wins: 3, ties: 0, losses: 0, p: 0.25 });
    for (const value of Object.values(comparison!.seconds)) expect(value).toBeCloseTo(2, 9);
    expect(comparison!.epochs.ratio).toBe(1);
  });

  it('counts runs that did not reach the target with their budget', () => {
    const records = [1, 2, 3].flatMap((seed) => [
      runTaking('base', seed, seed < 3 ? 10 : undefined),
      runTaking('never', seed, undefined),
    ]);
    const { comparison, seconds, censored } = compareOnTask(records, ['base', 'never'], 'final')
      .selectors[1]!;
    expect(seconds).toBeUndefined();
    expect(censored).toBe(3);
    expect(comparison).toMatchObject({ boundedPairs: 3, wins: 0, ties: 1, losses: 2 });
    // Twice 10 s against a budget of 20 s, once no difference.
    expect(comparison!.seconds.ratio).toBeCloseTo(0.5 ** (2 / 3), 9);
  });

  it('does not take a run that diverged for a cheap one', () => {
    const diverged = {
      ...runTaking('bad', 1, undefined),
      evaluations: [],
      stoppedBy: 'diverged' as const,
      cost: {
        seconds: { setup: 1, selection: 0, scoring: 0, steps: 0.2, evaluation: 1 },
        ...{ samples: { trained: 10, scored: 0 }, steps: 1 },
      },
    };
    const { comparison } = compareOnTask([runTaking('base', 1, 10), diverged], ['base', 'bad'], 'final')
      .selectors[1]!;
    // 0.2 s for 10 samples are 20 s for the 1,000 of the budget.
    expect(comparison!.seconds.ratio).toBeCloseTo(0.5, 9);
  });

  it('corrects p-values for the number of selectors', () => {
    const records = [1, 2, 3, 4, 5].flatMap((seed) => [
      runTaking('base', seed, 10 + seed),
      runTaking('a', seed, 5),
      runTaking('b', seed, 5),
    ]);
    const p = compareOnTask(records, ['base', 'a', 'b'], 'final').selectors.map((s) => s.comparison?.p);
    expect(p).toEqual([undefined, 2 * (2 / 32), 2 * (2 / 32)]);
  });
});

it('takes the geometric mean over tasks', () => {
  const task = (name: string, seconds: number) =>
    [1, 2].flatMap((seed) => [runTaking('base', seed, 10, name), runTaking('other', seed, seconds, name)]);
  const [overall] = compareOverall([task('a', 5), task('b', 1.25)], ['base', 'other'], 'final');
  expect(overall).toMatchObject({ selector: 'other', tasks: 2 });
  expect(overall!.seconds.ratio).toBeCloseTo(4, 9);
});

it('finds no difference between random shuffling and itself with other orders', async () => {
  const shuffling = (name: string): SelectorEntry => ({
    name,
    summary: '',
    visitsAll: true,
    create: () => (samples) => randomShuffling()({ ...samples, rng: samples.rng.fork(name) }),
  });
  const entries = [shuffling('base'), shuffling('again')];
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
  const environment = { choosy: '0', node: '0', onnxruntime: '0', processor: '0' };
  const plans = planRuns({
    ...{ tasks: [iris], selectors: ['base', 'again'], seeds, full: false, threads: 1, environment },
  });
  const records: RunRecord[] = [];
  for (const plan of plans) {
    const selector = entries.find(({ name }) => name === plan.selector)!;
    records.push(await makeRun(plan, { task: iris, selector }));
  }
  const { comparison } = compareOnTask(records, ['base', 'again'], 'final').selectors[1]!;
  expect(comparison).toMatchObject({ pairs: 20 });
  // Epochs do not depend on what else the machine does.
  const { ratio, low, high } = comparison!.epochs;
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(1);
  expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(1.5));
  // The orders did differ.
  const curves = [0, 1].map((i) => records[i]!.evaluations.map(([, , , loss]) => loss));
  expect(curves[0]).not.toEqual(curves[1]);
});
