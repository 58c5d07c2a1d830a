import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import { compareRuns, nullMethod } from '../benchmark/index.js';
import { comparisonCsv } from './comparison-csv.js';

it('has a row for each goal, level and method, with all numbers', () => {
  const methods = ['random-shuffling', nullMethod, 'a "quoted" one'];
  const csv = comparisonCsv(
    compareRuns(methods.map((method, i) => runOf({ method, seconds: 8 / 2 ** i, scored: i }))),
  );
  const rows = parse<Record<string, string>>(csv, { columns: true });
  expect(rows.map(({ goal, level, method }) => [goal, level, method])).toEqual(
    ['metric', 'loss'].flatMap((goal) =>
      ['early', 'final'].flatMap((level) => methods.map((method) => [goal, level, method])),
    ),
  );
  expect(rows[3]).toMatchObject({
    target: '0.9',
    runs: '1',
    missed: '0',
    pairs: '',
    'seconds ratio': '',
    p: '',
  });
  expect(rows[5]).toMatchObject({
    ...{ task: 'iris', metric: 'accuracy', target: '0.9', pairs: '1', 'bounded pairs': '0' },
    ...{ 'median seconds': '2', 'median epochs': '1', 'median scoredEpochs': '2', 'median passes': '3' },
    ...{ 'lower quartile seconds': '2', 'upper quartile seconds': '2', 'epochs ratio': '1' },
    ...{ won: '1', tied: '0', lost: '0', p: '1' },
  });
  expect(Number(rows[5]!['seconds ratio'])).toBeCloseTo(4, 12);
});
