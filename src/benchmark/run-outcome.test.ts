import { expect, it } from 'vitest';
import { runOf, runRecord } from '../../test/support/run-records.js';
import { outcomeOf } from './run-outcome.js';

it('tells what both levels of both goals cost', () => {
  const run = runOf({ seconds: 8, epochs: 2, scored: 3 });
  const final = { seconds: 8, epochs: 2, scoredEpochs: 6, equivalentEpochs: 4, passes: 8, steps: 40 };
  for (const goal of ['metric', 'loss'] as const) {
    expect(outcomeOf(run, goal, 'final')!.reached).toEqual(final);
    expect(outcomeOf(run, goal, 'early')!.reached).toEqual({
      ...{ seconds: 4, epochs: 1, scoredEpochs: 3, equivalentEpochs: 2, passes: 4, steps: 20 },
    });
  }
});

it('goes down to a loss, also where a higher metric is better', () => {
  const run = runRecord({
    targets: { metric: { early: 0.8, final: 0.99 }, loss: { early: 0.6, final: 0.5 } },
  });
  expect(outcomeOf(run, 'metric', 'final')!.reached).toBeUndefined();
  expect(outcomeOf(run, 'loss', 'final')!.reached).toMatchObject({ epochs: 1 });
});

it('knows no final outcome of a run that was stopped at the early targets', () => {
  const run = runOf({ seconds: 8, until: 'early' });
  expect(outcomeOf(run, 'metric', 'final')).toBeUndefined();
  expect(outcomeOf(run, 'loss', 'early')!.reached!.seconds).toBe(4);
});

it('counts the budget of a run that diverged at its pace, in every unit', () => {
  const diverged = runRecord({
    evaluations: [],
    stoppedBy: 'diverged',
    cost: {
      seconds: { setup: 1, selection: 0.05, scoring: 0.05, steps: 0.1, evaluation: 1 },
      samples: { trained: 10, scored: 20 },
      steps: 1,
    },
  });
  // 0.2 s for 10 of the 1,000 samples of the budget.
  expect(outcomeOf(diverged, 'metric', 'early')).toEqual({
    seed: 1,
    reached: undefined,
    budget: {
      seconds: expect.closeTo(20, 9) as number,
      epochs: 10,
      scoredEpochs: 20,
      equivalentEpochs: expect.closeTo(10 + 20 / 3, 9) as number,
      passes: 30,
      steps: 100,
    },
  });
});
