import { expect, it } from 'vitest';
import { runOf, runRecord } from '../../test/support/run-records.js';
import { groupRuns } from './run-groups.js';

it('orders tasks as they are listed, and methods by name after the baseline and its second run', () => {
  const groups = groupRuns(
    ['iris', 'own', 'mnist'].flatMap((task) =>
      ['sequential', 'highest-loss', 'random-shuffling, again', 'random-shuffling'].map((method) =>
        runOf({ task, method, seconds: 1 }),
      ),
    ),
  );
  expect(groups.map(({ task }) => task)).toEqual(['mnist', 'iris', 'own']);
  expect([...groups[0]!.methods.keys()]).toEqual([
    'random-shuffling',
    'random-shuffling, again',
    'highest-loss',
    'sequential',
  ]);
});

it('keeps runs apart that were made in another way, and says in which', () => {
  const { hyperparameters } = runOf({});
  const groups = groupRuns([
    runOf({ task: 'iris', seconds: 1 }),
    { ...runOf({ task: 'iris', seconds: 1 }), threads: 2 },
    { ...runOf({ task: 'iris', seconds: 1 }), hyperparameters: { ...hyperparameters, epochs: 5 } },
    // The learning rate belongs to the method.
    { ...runOf({ task: 'iris', seed: 2 }), hyperparameters: { ...hyperparameters, learningRate: 1 } },
    runOf({ task: 'wine', seconds: 1 }),
  ]);
  expect(groups.map(({ task, methods }) => [task, methods.get('random-shuffling')!.size])).toEqual([
    ['wine', 1],
    ['iris (epochs 10, threads 1)', 2],
    ['iris (epochs 10, threads 2)', 1],
    ['iris (epochs 5, threads 1)', 1],
  ]);
});

it('takes the run that went on longest for all of the same seed, place and commit', () => {
  const { environment } = runRecord();
  const [{ methods }] = groupRuns([
    runOf({ seconds: 1, until: 'final' }),
    runOf({ seconds: 2, until: 'budget' }),
    runOf({ seconds: 3, until: 'early' }),
    runOf({ seconds: 4, commit: 'b' }),
    runOf({ seconds: 5, environment: { ...environment, processor: 'another one' } }),
  ]) as [ReturnType<typeof groupRuns>[number]];
  const runs = [...methods.get('random-shuffling')!.values()];
  expect(runs.map(({ evaluations }) => evaluations.at(-1)![2] / 1.25).sort()).toEqual([2, 4, 5]);
});
