import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compareRuns } from '../src/benchmark/index.js';
import { digestOf, page, recordsFolder } from '../docs/results/files.js';
import { formatCell, namesOf } from '../docs/results/format.js';
import { gridOf } from '../docs/results/grid.js';
import { fillIn, resultsParts } from '../docs/results/page.js';
import { runOf } from './support/run-records.js';

const seeds = [1, 2, 3];
/** A method that needs half the time on iris, reaches wine's target with one seed in three, and has no run on boston. */
const runs = [
  ...['iris', 'wine', 'boston'].flatMap((task) => seeds.map((seed) => runOf({ task, seed, seconds: 4 }))),
  ...seeds.map((seed) => runOf({ method: 'highest-loss', task: 'iris', seed, seconds: 2 })),
  ...seeds.map((seed) =>
    runOf({ method: 'highest-loss', task: 'wine', seed, seconds: seed === 1 ? 4 : undefined }),
  ),
  ...['iris', 'wine', 'boston'].map((task) => runOf({ method: 'with-replacement', task, seconds: 5 })),
];
const result = compareRuns(runs);
const concentration = [{ task: 'iris', epoch: 3.14, effectiveShare: 0.5, topTenthOfLoss: 0.257 }];
const sources = { records: runs, result, digest: '', concentration };

it('a cell is a ratio, or says that hardly any run got there, or that there is none', () => {
  const { tasks, rows } = gridOf(result, 'metric');
  const cellOf = (method: string, task: string) =>
    formatCell(rows.find((row) => row.method === method)!.cells[tasks.indexOf(task)]!);
  expect(cellOf('highest-loss', 'iris')).toBe('2.00');
  expect(cellOf('highest-loss', 'wine')).toBe('never');
  expect(cellOf('highest-loss', 'boston')).toBe('–');
  expect(cellOf('with-replacement', 'boston')).toBe('0.80');
});

it('a ratio is marked as a bound where some runs, but not most, did not get there', () => {
  const half = seeds.map((seed) =>
    runOf({ method: 'highest-loss', seed, seconds: seed < 3 ? 4 : undefined }),
  );
  const { rows } = gridOf(compareRuns([...runs.slice(0, 3), ...half]), 'metric');
  // A run that never gets there takes 20 seconds.
  expect(formatCell(rows[0]!.cells[0]!)).toBe(`${(1 / 5 ** (1 / 3)).toFixed(2)}†`);
});

it('the baseline made again, and what comparisons add by themselves, are controls', () => {
  const nameOf = namesOf(runs);
  expect(nameOf('random-shuffling')).toBe('random-shuffling');
  expect(nameOf('random-shuffling, again')).toBe('random-shuffling, again (control)');
  expect(nameOf('with-replacement')).toBe('with-replacement (control)');
  expect(nameOf('random-subsets:share=0.37')).toBe('random-subsets:share=0.37 (control)');
  expect(nameOf('highest-loss')).toBe('highest-loss');
});

it('tables have the best method first, and say how many seeds and which part of the time', () => {
  const costly = runs.map((run) =>
    run.method === 'highest-loss' && run.task === 'iris'
      ? {
          ...run,
          cost: { ...run.cost, seconds: { ...run.cost.seconds, selection: 1, scoring: 2, steps: 7 } },
        }
      : run,
  );
  const { seconds, seeds: seedsPart, cost } = resultsParts({ ...sources, records: costly, digest: '0123' });
  expect(
    seconds!
      .split('\n')
      .slice(2)
      .map((line) => line.split(' | ')[0]),
  ).toEqual(['| with-replacement (control)', '| highest-loss']);
  expect(seconds).toMatch(/highest-loss \| [^|]*, 2 tasks \|/);
  expect(seedsPart).toContain('| wine | 3 | 1 to 3 | 7 | 0 of 3 | 0 of 3 |');
  expect(seedsPart).toContain('On wine, boston, iris, some methods have one seed only');
  expect(seedsPart).toContain('`0123`');
  expect(cost).toContain('| highest-loss | 5.0 % | 10.0 % | 30.0 % (iris) |');
});

it('a correlation that cannot be told is not', () => {
  expect(resultsParts(sources)['concentration']).toMatch(
    /\| iris +\| +3\.1 +\| +50\.0 % +\| +25\.7 % +\| +– +\|/,
  );
});

it('texts go between their markers, whatever they say, and take the place of the last ones', () => {
  const text = 'a\n<!-- begin x -->\nold\n<!-- end x -->\nb';
  const filled = fillIn(text, { x: "$& $' new" });
  expect(filled).toBe("a\n<!-- begin x -->\n\n$& $' new\n\n<!-- end x -->\nb");
  expect(fillIn(filled, { x: "$& $' new" })).toBe(filled);
  expect(() => fillIn(text, { y: 'new' })).toThrow('<!-- begin y -->');
});

it('docs/results.md is of the records in results/published, if there are any', () => {
  const named = /SHA-256 of runs\.jsonl: `(\w+)`/.exec(readFileSync(page, 'utf8'))?.[1];
  expect(named).toBe(existsSync(recordsFolder) ? digestOf(recordsFolder) : undefined);
});

it('docs/results.md has a place for every part', () => {
  expect(() => fillIn(readFileSync(page, 'utf8'), resultsParts(sources))).not.toThrow();
});
