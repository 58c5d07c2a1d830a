import { expect, test } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import { timesOf } from './times.js';

test('runs that reach the target have its time, the others what their budget costs', () => {
  const runs = [
    runOf({ seed: 1, seconds: 4, epochs: 2 }),
    runOf({ seed: 2 }),
    runOf({ seed: 3, seconds: 8, epochs: 1 }),
  ];
  expect(timesOf(runs, 'metric', 'final')).toEqual({
    runs: 3,
    reached: [
      { seed: 1, seconds: 4, epochs: 2 },
      { seed: 3, seconds: 8, epochs: 1 },
    ],
    censored: [{ seed: 2, seconds: 20, epochs: 10 }],
  });
});

test('runs that were not to reach the target are left out', () => {
  const run = runOf({ seconds: 4, until: 'early' });
  expect(timesOf([run], 'metric', 'final')).toEqual({ runs: 0, reached: [], censored: [] });
  expect(timesOf([run], 'metric', 'early').reached).toHaveLength(1);
});

test('of many runs 200 are kept, spread evenly', () => {
  const runs = Array.from({ length: 600 }, (_, seed) => runOf({ seed, seconds: 1 }));
  const { runs: all, reached } = timesOf(runs, 'loss', 'final');
  expect(all).toBe(600);
  expect(reached.map(({ seed }) => seed)).toEqual(Array.from({ length: 200 }, (_, i) => 3 * i));
});
