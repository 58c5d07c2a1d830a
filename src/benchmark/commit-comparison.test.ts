import { expect, it } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import { compareCommits } from './commit-comparison.js';

const day = (n: number) => `2026-01-0${n}T00:00:00.000Z`;
const runAt = (commit: string, started: string, changes: Parameters<typeof runOf>[0]) => ({
  ...runOf({ commit, ...changes }),
  started,
});

it('pairs the same runs at two commits, in the order in which they were made', () => {
  const records = [1, 2, 3].flatMap((seed) => [
    runAt('old', day(1), { seed, seconds: 4 * seed }),
    runAt('new', day(2), { seed, seconds: 2 * seed }),
    runAt('new', day(2), { seed, seconds: 1, method: 'sequential' }),
  ]);
  const [result, ...others] = compareCommits([...records].reverse());
  expect(others).toEqual([]);
  expect(result).toMatchObject({
    ...{ before: 'old', after: 'new', task: 'iris', method: 'random-shuffling', pairs: 3, differing: 0 },
    epochs: { ratio: 1, low: 1, high: 1 },
  });
  for (const value of Object.values(result!.seconds)) expect(value).toBeCloseTo(2, 12);
});

it('tells runs that took another course, and compares each commit with the one before', () => {
  const records = [
    runAt('a', day(1), { seconds: 1 }),
    runAt('b', day(2), { seconds: 1, epochs: 2 }),
    runAt('c', day(3), { seconds: 2, epochs: 2 }),
  ];
  expect(compareCommits(records)).toMatchObject([
    { before: 'a', after: 'b', epochs: { ratio: 0.5 }, differing: 1 },
    { before: 'b', after: 'c', seconds: { ratio: 0.5 }, epochs: { ratio: 1 }, differing: 0 },
  ]);
});

it('compares nothing without two commits of the same runs on the same processor', () => {
  const { environment } = runOf({});
  const elsewhere = { ...environment, processor: 'another one' };
  expect(compareCommits([runOf({ seconds: 1 }), runAt('a', day(1), { seconds: 1 })])).toEqual([]);
  expect(
    compareCommits([
      runAt('a', day(1), { seconds: 1 }),
      runAt('b', day(2), { seconds: 1, seed: 2 }),
      runAt('b', day(2), { seconds: 1, environment: elsewhere }),
    ]),
  ).toEqual([]);
  // The versions of Choosy and ONNX Runtime are what may have changed.
  const newer = { ...environment, choosy: '9', onnxruntime: '9' };
  const records = [
    runAt('a', day(1), { seconds: 1 }),
    runAt('b', day(2), { seconds: 1, environment: newer }),
  ];
  expect(compareCommits(records)).toHaveLength(1);
});
