import { expect, test } from 'vitest';
import { compareRuns } from '../benchmark/index.js';
import { runOf } from '../../test/support/run-records.js';
import { rankMethods } from './ranking.js';

test('methods come from best to worst, those of fewer tasks after all others', () => {
  const runs = ['iris', 'wine'].flatMap((task) => [
    runOf({ task, seconds: 4, epochs: 1 }),
    runOf({ task, method: 'slow', seconds: 8, epochs: 0.5 }),
    runOf({ task, method: 'fast', seconds: 1, epochs: 2 }),
  ]);
  const result = compareRuns([
    ...runs,
    runOf({ task: 'iris', method: 'fastest', seconds: 0.5, epochs: 0.25 }),
  ]);
  const ranked = (goal: 'metric' | 'loss') => rankMethods(result, goal, 'final').map(({ method }) => method);
  expect(ranked('metric')).toEqual(['fast', 'slow', 'fastest']);
  expect(ranked('loss')).toEqual(['slow', 'fast', 'fastest']);
});
