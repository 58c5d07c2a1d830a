import { describe, expect, it } from 'vitest';
import { type RunOf, runOf } from '../../test/support/run-records.js';
import { compareRuns, type CompareResult } from './comparison.js';
import { nullMethod } from './methods.js';
import type { Level } from './run-outcome.js';
import type { RunRecord } from './run-record.js';
import type { Goal } from './time-to-target.js';

/** A run of each method for seeds 1, 2, …; what `runOf` takes, or seconds. */
const runsOf = (methods: Record<string, readonly (RunOf | number | undefined)[]>, common: RunOf = {}) =>
  Object.entries(methods).flatMap(([method, runs]) =>
    runs.map((run, i) =>
      runOf({ method, seed: i + 1, ...common, ...(typeof run === 'object' ? run : { seconds: run }) }),
    ),
  );

function methodsOf(result: CompareResult, goal: Goal = 'metric', level: Level = 'final', task = 'iris') {
  const found = result.goals.find(
    (other) => other.goal === goal && other.level === level && other.task === task,
  );
  return new Map(found!.methods.map((method) => [method.method, method]));
}

const ratioOf = (value: number) => ({
  ratio: expect.closeTo(value, 12) as number,
  low: expect.closeTo(value, 12) as number,
  high: expect.closeTo(value, 12) as number,
});

describe('compareRuns', () => {
  it('pairs runs of the same seed', () => {
    // Of seed 4 there is no run to compare with.
    const runs = runsOf({ 'random-shuffling': [10, 20, 40], twice: [5, 10, 20, 1] });
    const result = compareRuns(runs.reverse());
    expect(result.unpaired).toBe(1);
    expect(result.goals.map(({ goal, level, metric, value }) => [goal, level, metric, value])).toEqual([
      ['metric', 'early', 'accuracy', 0.8],
      ['metric', 'final', 'accuracy', 0.9],
      ['loss', 'early', 'loss', 0.6],
      ['loss', 'final', 'loss', 0.5],
    ]);
    const methods = methodsOf(result);
    expect(methods.get('random-shuffling')).toEqual({
      method: 'random-shuffling',
      ...{ runs: 3, censored: 0 },
      medians: { seconds: 20, epochs: 1, scoredEpochs: 0, equivalentEpochs: 1, passes: 1, steps: 20 },
      secondsInterval: [15, 30],
    });
    const { comparison, ...twice } = methods.get('twice')!;
    expect(twice).toMatchObject({ runs: 4, medians: { seconds: 7.5 }, secondsInterval: [4, 12.5] });
    expect(comparison).toEqual({
      ...{ pairs: 3, boundedPairs: 0, wins: 3, ties: 0, losses: 0, p: 0.25 },
      ...{ seconds: ratioOf(2), epochs: ratioOf(1), equivalentEpochs: ratioOf(1) },
    });
  });

  it('judges the metric by seconds and the loss by epochs, and counts scoring a third', () => {
    const result = compareRuns(
      runsOf({
        'random-shuffling': [4, 4, 4].map((seconds) => ({ seconds, epochs: 2 })),
        // Half the epochs, but as many seconds again; scored 3 for each trained.
        scorer: [8, 8, 8].map((seconds) => ({ seconds, epochs: 1, scored: 3 })),
      }),
    );
    const [metric, loss] = (['metric', 'loss'] as const).map((goal) =>
      methodsOf(result, goal).get('scorer')!,
    );
    expect(metric!.medians).toMatchObject({ scoredEpochs: 3, equivalentEpochs: 2, passes: 4 });
    const ratios = { seconds: ratioOf(0.5), epochs: ratioOf(2), equivalentEpochs: ratioOf(1) };
    expect(metric!.comparison).toMatchObject({ ...ratios, wins: 0, losses: 3 });
    expect(loss!.comparison).toMatchObject({ ...ratios, wins: 3, losses: 0 });
  });

  it('counts runs that did not reach the target with their budget', () => {
    const result = compareRuns(
      runsOf({ 'random-shuffling': [10, 10, undefined], never: [undefined, undefined, undefined] }),
    );
    const never = methodsOf(result).get('never')!;
    expect(never).toMatchObject({ runs: 3, censored: 3, medians: {} });
    expect(never.secondsInterval).toBeUndefined();
    expect(never.comparison).toMatchObject({ boundedPairs: 3, wins: 0, ties: 1, losses: 2 });
    // Twice 10 s against a budget of 20 s, once no difference.
    expect(never.comparison!.seconds.ratio).toBeCloseTo(0.5 ** (2 / 3), 12);
    expect(never.comparison!.epochs.ratio).toBeCloseTo(0.1 ** (2 / 3), 12);
    // A third did not reach it: the upper quartile lies beyond.
    expect(methodsOf(result).get('random-shuffling')).toMatchObject({
      medians: { seconds: 10 },
      secondsInterval: [10, null],
    });
  });

  it('does not take a run that diverged for a cheap one', () => {
    const diverged: RunRecord = {
      ...runOf({ method: 'bad' }),
      ...{ evaluations: [], stoppedBy: 'diverged' },
      cost: {
        seconds: { setup: 1, selection: 0, scoring: 0, steps: 0.2, evaluation: 1 },
        ...{ samples: { trained: 10, scored: 0 }, steps: 1 },
      },
    };
    const bad = methodsOf(compareRuns([runOf({ seconds: 10 }), diverged])).get('bad')!;
    expect(bad.censored).toBe(1);
    // 0.2 s for 10 samples are 20 s for the 1,000 of the budget.
    expect(bad.comparison!.seconds.ratio).toBeCloseTo(0.5, 12);
  });

  it('does not know a level that runs were not to reach', () => {
    const early = runsOf({ 'random-shuffling': [10, 10], other: [5, 5] }, { until: 'early' });
    expect(compareRuns(early).goals.map(({ level }) => level)).toEqual(['early', 'early']);
    // A run that went on counts at the final target, and has no partner there.
    const mixed = compareRuns([...early, runOf({ method: 'other', seed: 3, seconds: 5 })]);
    const final = methodsOf(mixed);
    expect([...final.keys()]).toEqual(['other']);
    expect(final.get('other')).toMatchObject({ runs: 1, censored: 0 });
    expect(final.get('other')!.comparison).toBeUndefined();
    expect(methodsOf(mixed, 'metric', 'early').get('other')!.comparison!.pairs).toBe(2);
  });

  it('pairs only within a place and a commit', () => {
    const { environment } = runOf({});
    const slow = { ...environment, processor: 'a slow one' };
    const result = compareRuns([
      ...runsOf({ 'random-shuffling': [10], other: [5] }),
      ...runsOf({ 'random-shuffling': [100], other: [50] }, { environment: slow }),
      ...runsOf({ 'random-shuffling': [10] }, { seed: 2, commit: 'a' }),
      ...runsOf({ other: [1] }, { seed: 2, commit: 'b' }),
    ]);
    expect(methodsOf(result).get('other')!.comparison).toMatchObject({ pairs: 2, seconds: ratioOf(2) });
    expect(result.unpaired).toBe(1);
  });

  it('takes the same seeds at several commits for no more evidence than once', () => {
    const at = (commit: string, factor: number) =>
      runsOf({ 'random-shuffling': [10, 10, 10], other: [5 * factor, 20 * factor, 2 * factor] }, { commit });
    // Ratios of the seeds: 2, 1/2, 5 at one commit, and half that at the other.
    const other = methodsOf(compareRuns([...at('a', 1), ...at('b', 2)])).get('other')!;
    const once = methodsOf(compareRuns(at('a', Math.SQRT2))).get('other')!;
    expect(other).toMatchObject({ runs: 6, comparison: { pairs: 6, wins: 3, ties: 1, losses: 2 } });
    expect(other.comparison!.p).toBe(once.comparison!.p);
    expect(other.comparison!.seconds).toEqual({
      ratio: expect.closeTo(once.comparison!.seconds.ratio, 12) as number,
      low: expect.closeTo(once.comparison!.seconds.low, 12) as number,
      high: expect.closeTo(once.comparison!.seconds.high, 12) as number,
    });
  });

  it('corrects p-values for the number of methods, the second run of the baseline aside', () => {
    const five = (seconds: number) => [1, 2, 3, 4, 5].map((i) => seconds * i);
    const result = compareRuns(
      runsOf({ 'random-shuffling': five(10), [nullMethod]: five(9), a: five(5), b: five(4) }),
    );
    const p = [...methodsOf(result).values()].map(({ comparison }) => comparison?.p);
    expect(p).toEqual([undefined, 2 / 32, 2 * (2 / 32), 2 * (2 / 32)]);
  });

  it('takes the geometric mean over tasks', () => {
    const result = compareRuns([
      ...runsOf({ 'random-shuffling': [10, 10], other: [5, 5] }, { task: 'iris' }),
      ...runsOf({ 'random-shuffling': [10, 10], other: [1.25, 1.25] }, { task: 'wine' }),
      ...runsOf({ 'random-shuffling': [10] }, { task: 'boston' }),
    ]);
    const overall = result.overall.find(({ goal, level }) => goal === 'metric' && level === 'final')!;
    // 2 on one task, 8 on the other; the best everywhere.
    expect(overall).toEqual({
      ...{ method: 'other', goal: 'metric', level: 'final', tasks: 2, score: 1 },
      ...{ seconds: ratioOf(4), epochs: ratioOf(1) },
    });
    const profile = result.profiles.find(({ goal, level }) => goal === 'metric' && level === 'final')!;
    expect(profile.problems).toBe(4);
    // Never within 2, from 2 on in half of them; 8 is beyond.
    expect(profile.methods[0]).toEqual({
      method: 'random-shuffling',
      points: [
        [1, 0],
        [expect.closeTo(2, 12), 0.5],
        [expect.closeTo(8, 12), 1],
      ],
      score: expect.closeTo((2 * 0.5) / 3, 12) as number,
    });
    expect(profile.end).toBeCloseTo(8, 12);
  });

  it('leaves methods that some tasks do not have out of the profile', () => {
    const { profiles } = compareRuns([
      ...runsOf({ 'random-shuffling': [10], other: [5] }, { task: 'iris' }),
      ...runsOf({ 'random-shuffling': [10], other: [5], 'of wine': [1] }, { task: 'wine' }),
    ]);
    expect(profiles[0]!.problems).toBe(2);
    expect(profiles[0]!.methods.map(({ method }) => method)).toEqual(['random-shuffling', 'other']);
  });

  it('compares with another baseline, and with none', () => {
    const runs = runsOf({ a: [10, 10], b: [5, 5] });
    const methods = methodsOf(compareRuns(runs, { baseline: 'b' }));
    expect([...methods.keys()]).toEqual(['b', 'a']);
    expect(methods.get('a')!.comparison!.seconds.ratio).toBeCloseTo(0.5, 12);
    const alone = compareRuns(runs);
    expect(alone.unpaired).toBe(4);
    expect(alone.overall).toEqual([]);
    expect(methodsOf(alone).get('a')).toMatchObject({ runs: 2, medians: { seconds: 10 } });
  });

  it('says nothing of no runs', () => {
    expect(compareRuns([])).toEqual({
      baseline: 'random-shuffling',
      ...{ goals: [], overall: [], profiles: [], unpaired: 0 },
    });
  });
});

describe('the null experiment', () => {
  const twice = (again: readonly (RunOf | number)[], base = again.map(() => 10)) =>
    compareRuns(runsOf({ 'random-shuffling': base, [nullMethod]: again })).nullExperiment!;

  it('finds no difference between random shuffling and itself', () => {
    const { passed, deterministic, furthest, tasks } = twice([10, 10, 10, 10, 10, 10]);
    expect({ passed, deterministic, furthest }).toEqual({ passed: true, deterministic: true, furthest: 1 });
    expect(tasks).toMatchObject([{ task: 'iris', pairs: 6, p: 1, differing: 0, epochs: { ratio: 1 } }]);
  });

  it('bears the noise of the clock', () => {
    const { passed, furthest } = twice([8, 12, 11, 9, 10.5, 9.5]);
    expect(passed).toBe(true);
    expect(furthest).toBeCloseTo((10 ** 6 / (8 * 12 * 11 * 9 * 10.5 * 9.5)) ** (1 / 6), 12);
  });

  it('does not pass if the second runs are always slower', () => {
    const { passed, deterministic } = twice([11, 11, 12, 12, 13, 13]);
    expect({ passed, deterministic }).toEqual({ passed: false, deterministic: true });
  });

  it('corrects for the number of tasks', () => {
    const on = (task: string, again: number[]) =>
      runsOf({ 'random-shuffling': again.map(() => 10), [nullMethod]: again }, { task });
    // p = 2/64 alone, twice that with another task.
    const slow = on('iris', [11, 11, 12, 12, 13, 13]);
    expect(compareRuns(slow).nullExperiment!.passed).toBe(false);
    const both = compareRuns([...slow, ...on('wine', [10, 10])]).nullExperiment!;
    expect(both).toMatchObject({ passed: true, tasks: [{ p: 1 }, { p: 4 / 64 }] });
    expect(both.furthest).toBeLessThan(0.9);
  });

  it('tells runs that took another course', () => {
    const { deterministic, tasks } = twice(
      [
        { seconds: 10, epochs: 1 },
        { seconds: 10, epochs: 1.04 },
      ],
      [10, 10],
    );
    expect(deterministic).toBe(false);
    expect(tasks[0]!.differing).toBe(1);
  });

  it('is absent without a second run', () => {
    expect(compareRuns(runsOf({ 'random-shuffling': [1], other: [1] })).nullExperiment).toBeUndefined();
  });

  it('takes no place in a profile', () => {
    const { profiles } = compareRuns(runsOf({ 'random-shuffling': [1], [nullMethod]: [1], other: [2] }));
    expect(profiles[0]!.methods.map(({ method }) => method)).toEqual(['random-shuffling', 'other']);
  });
});

it('compares ten thousand runs', () => {
  // Of each method and seed the time is a product, so that all ratios are those of the methods.
  const methods = ['random-shuffling', nullMethod, ...'abcdefgh'];
  const records = ['iris', 'wine'].flatMap((task, t) =>
    methods.flatMap((method, m) =>
      Array.from({ length: 500 }, (_, i) =>
        runOf({
          ...{ task, method, seed: i, until: 'early' },
          seconds: (1 + i) * (t + 1) * 1.5 ** Math.max(0, m - 1),
        }),
      ),
    ),
  );
  expect(records).toHaveLength(10_000);
  const result = compareRuns(records);
  for (const task of ['iris', 'wine']) {
    const found = [...methodsOf(result, 'metric', 'early', task).values()];
    expect(found.map(({ method }) => method)).toEqual(methods);
    found.slice(1).forEach(({ runs, comparison }, i) => {
      expect(runs).toBe(500);
      expect(comparison).toMatchObject({
        pairs: 500,
        seconds: ratioOf(1.5 ** -i),
        losses: i === 0 ? 0 : 500,
      });
    });
  }
  const { passed, deterministic } = result.nullExperiment!;
  expect({ passed, deterministic }).toEqual({ passed: true, deterministic: true });
});
