import { expect, test } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import { reportOf } from './report-of.js';

const runs = [1, 2, 3].flatMap((seed) => [
  runOf({ seed, seconds: 4, epochs: 2 }),
  runOf({ seed, method: 'highest-loss', seconds: 2, epochs: 2 }),
  runOf({ seed, method: 'random-shuffling, again', seconds: 4, epochs: 2 }),
]);

test('a report has what was compared, the baseline first and the others from best to worst, and how it was made', async () => {
  const late = { ...runs[0]!, seed: 7, commit: 'abc', started: '2026-02-01T00:00:00.000Z' };
  const { methods, tasks, comparison, made } = await reportOf([...runs, late], { command: 'a command' });
  expect(methods).toEqual(['random-shuffling', 'highest-loss', 'random-shuffling, again']);
  expect(tasks.map(({ task, runs }) => [task, runs])).toEqual([['iris', 10]]);
  expect(comparison.nullExperiment?.passed).toBe(true);
  expect(made).toEqual({
    command: 'a command',
    seeds: [1, 2, 3, 7],
    threads: [1],
    commits: ['abc'],
    environments: ['a processor; Choosy 0.1.0, Node v20.19.0, ONNX Runtime 1.30.0'],
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-02-01T00:00:00.000Z',
  });
});

test('a method has curves, times and costs of its runs', async () => {
  const { tasks } = await reportOf(runs, {});
  const { methods, seed } = tasks[0]!;
  const highest = methods.find(({ method }) => method === 'highest-loss')!;
  expect(seed).toBe(1);
  expect(highest.curves.metric.seconds).toMatchObject({ from: 0.5, to: 2.5 });
  expect(highest.curves.loss.epochs.median.at(-1)).toBe(0.4);
  expect(highest.times.metric.final.reached.map(({ seconds }) => seconds)).toEqual([2, 2, 2]);
  expect(highest.times.loss.early.reached[0]).toEqual({ seed: 1, seconds: 1, epochs: 1 });
  expect(highest.cost).toEqual({
    ...{ selection: 0, scoring: 0, steps: 2.5, evaluation: 0.2, setup: 0.1 },
    ...{ epochs: 2.5, scoredEpochs: 0 },
  });
  expect(highest.tests).toEqual([{ name: 'iris (test)', loss: 0.4, metric: 0.94 }]);
});

test('samples are those of the seed that most methods have', async () => {
  const { tasks } = await reportOf([runOf({ seed: 0, method: 'highest-loss', seconds: 1 }), ...runs], {});
  expect(tasks[0]!.seed).toBe(1);
  expect(tasks[0]!.methods.every(({ shown }) => shown)).toBe(true);
});

test('a run that diverged has no tests, and loses no method', async () => {
  const diverged = { ...runOf({ method: 'highest-loss' }), stoppedBy: 'diverged' as const, tests: [] };
  const { tasks } = await reportOf([...runs.slice(0, 1), diverged], {});
  expect(tasks[0]!.methods.find(({ method }) => method === 'highest-loss')!.tests).toEqual([]);
});
