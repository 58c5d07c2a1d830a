import { expect, it } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import { missingRuns } from './missing-runs.js';
import type { RunRecord } from './run-record.js';

const run = (seed: number, method: string, changes: Partial<RunRecord> = {}) => ({
  ...runOf({ seed, method, seconds: 1 }),
  ...changes,
});
/** Two methods, two seeds. */
const groups = [1, 2].map((seed) => ['a', 'b'].map((method) => run(seed, method)));
const named = (missing: readonly (readonly RunRecord[])[]) =>
  missing.map((group) => group.map(({ seed, method }) => `${method}${seed}`));
const missing = (records: readonly RunRecord[], here?: RunRecord) =>
  named(missingRuns(groups, records, here) as RunRecord[][]);

const here = run(1, 'a', { commit: 'now' });
const elsewhere = { ...here.environment, processor: 'another one' };

it('is everything at first', () => {
  expect(missing([], here)).toEqual([
    ['a1', 'b1'],
    ['a2', 'b2'],
  ]);
  expect(missing([])).toEqual(missing([], here));
});

it('is nothing that was made here, at this commit', () => {
  const made = [run(1, 'a', { commit: 'now' }), run(1, 'b', { commit: 'now' })];
  expect(missing([...made, run(2, 'b', { commit: 'now' })], here)).toEqual([['a2']]);
});

it('is nothing of a group that was finished here at another commit, but all of one begun there', () => {
  const old = [run(1, 'a'), run(1, 'b'), run(2, 'a')].map((record) => ({ ...record, commit: 'old' }));
  expect(missing(old, here)).toEqual([['a2', 'b2']]);
});

it('is a group that was finished at two commits', () => {
  const made = [run(1, 'a', { commit: 'old' }), run(1, 'b', { commit: 'now' })];
  expect(missing(made, here)[0]).toEqual(['a1']);
  expect(missing(made)[0]).toEqual(['a1', 'b1']);
});

it('is what another place has made, unless any place will do', () => {
  const made = ['a', 'b'].map((method) => run(1, method, { environment: elsewhere }));
  expect(missing(made, here)).toHaveLength(2);
  expect(missing(made)).toEqual([['a2', 'b2']]);
});

it('is what was made with other settings', () => {
  const other = groups[0]!.map((record) => ({ ...record, threads: 2, commit: 'now' }));
  expect(missing(other, here)).toHaveLength(2);
});
