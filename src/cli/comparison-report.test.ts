import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunOf, runOf } from '../../test/support/run-records.js';
import { compareCommits, compareRuns, nullMethod, type RunRecord } from '../benchmark/index.js';
import { comparisonMarkdown, comparisonTables } from './comparison-report.js';

/** Runs of each method for seeds 1, 2, … by their seconds. */
const runsOf = (methods: Record<string, readonly (number | undefined)[]>, common: RunOf = {}) =>
  Object.entries(methods).flatMap(([method, all]) =>
    all.map((seconds, i) => runOf({ method, seed: i + 1, seconds, ...common })),
  );

const reportOf = (records: readonly RunRecord[]) => ({
  result: compareRuns(records),
  commits: compareCommits(records),
  records,
});

/** A stream that is a terminal, or is none. */
const stream = (terminal: Partial<NodeJS.WriteStream> = {}) =>
  Object.assign(new PassThrough(), terminal) as unknown as NodeJS.WriteStream;

const tablesOf = (records: readonly RunRecord[], to = stream()) => comparisonTables(reportOf(records), to);

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined);
  vi.stubEnv('NO_COLOR', undefined);
});
afterEach(() => vi.unstubAllEnvs());

describe('comparisonTables', () => {
  const records = [
    ...runsOf({
      'random-shuffling': [10, 10, 10],
      'highest-loss': [5, 5, 5],
      'random-subsets:share=0.37': [10, 20, undefined],
    }),
    ...runsOf({ 'random-shuffling': [1], 'highest-loss': [2] }, { task: 'wine' }),
  ];

  it('tells a task in 80 columns, the metric before the loss', () => {
    const text = tablesOf(records);
    expect(text).toContain(
      `
iris: seconds to the final target, accuracy 0.9
method             median    quartiles     faster (95 %)      p  won-t-l  missed
random-shuffling       10        10–10                                       0/3
highest-loss            5          5–5  2.00 (2.00–2.00)   .500    3-0-0     0/3
random-subsets:        20          15–  0.63 (0.50–1.00)   .500    0-1-2     1/3
share=0.37

iris: epochs to the early target, loss 0.6
method                             epochs      fewer (95 %)      p  won-t-l  missed
`.replace(/method {29}epochs/, 'method                     epochs'),
    );
    const lines = text.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBe(80);
    expect(lines.filter((line) => line.endsWith(' '))).toEqual([]);
  });

  it('gives short times in milliseconds', () => {
    const text = tablesOf(runsOf({ 'random-shuffling': [0.0012345, 0.0020004], other: [0.05, 0.0501] }));
    expect(text).toContain('iris: milliseconds to the final target, accuracy 0.9');
    expect(text).toMatch(/^random-shuffling +1\.62 +1\.4–1\.8 +0\/2$/m);
    expect(text).toMatch(/^other +50 +50–50 /m);
    expect(tablesOf(runsOf({ 'random-shuffling': [0.01], other: [0.1] }))).toContain('iris: seconds to');
  });

  it('has one table over all tasks for each goal, with the score of each method', () => {
    expect(tablesOf(runsOf({ 'random-shuffling': [1] }))).not.toContain('All tasks');
    const text = tablesOf([
      ...runsOf({ 'random-shuffling': [10, 10], other: [5, 5] }),
      ...runsOf({ 'random-shuffling': [10], other: [1.25] }, { task: 'wine' }),
    ]);
    // Ratios 2 and 8; within 4, random shuffling is there from 2 on in two of three.
    expect(text).toContain(
      `
All tasks: times faster to the metrics' targets
method            tasks      early (95 %)  score      final (95 %)  score
random-shuffling                            0.44                     0.44
other                 2  4.00 (4.00–4.00)   1.00  4.00 (4.00–4.00)   1.00
`,
    );
    expect(text).toContain("All tasks: times fewer epochs to the losses' targets");
  });

  it('shows scored passes where any method scored', () => {
    expect(tablesOf(records)).not.toContain('scored  ');
    const scoring = runsOf({ scorer: [5, 5, 5] }, { scored: 2 });
    expect(tablesOf([...records, ...scoring])).toMatch(/^scorer +1 +2 +1\.00/m);
  });

  it('uses a wider terminal', () => {
    expect(tablesOf(records, stream({ columns: 100 }))).toMatch(/^random-subsets:share=0\.37 +20/m);
    expect(tablesOf(records, stream({ columns: 20 }))).toBe(tablesOf(records));
  });

  it('colours what is faster or slower, on a terminal that shows colours only', () => {
    const terminal = stream({ isTTY: true, getColorDepth: () => 4 });
    const text = tablesOf(records, terminal);
    expect(text).toContain('\u001b[32m2.00 (2.00–2.00)\u001b[39m');
    expect(text).toContain('\u001b[31m0.50 (0.50–0.50)\u001b[39m');
    // The interval holds 1.
    expect(text).toContain('  0.63 (0.50–1.00)  ');
    const plain = tablesOf(records);
    expect(text.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
    // What a terminal answers under NO_COLOR.
    const monochrome = stream({ isTTY: true, getColorDepth: () => 1 });
    expect(tablesOf(records, monochrome)).toBe(plain);
  });

  it('says what the null experiment came to', () => {
    const text = (again: number[]) =>
      tablesOf(runsOf({ 'random-shuffling': again.map(() => 10), [nullMethod]: again })).replaceAll(
        '\n',
        ' ',
      );
    expect(text([10, 10])).toContain(
      'Null experiment: random-shuffling against itself showed no significant difference; its ratio of seconds is ' +
        '1.000 where it is furthest from 1, and every interval holds 1. Both runs took the same course to the last bit.',
    );
    expect(text([20, 20, 20, 20, 20, 20])).toContain(
      'showed a difference on iris (p = .031), which must not be: do not trust these seconds; its ratio of seconds ' +
        'is 0.500 where it is furthest from 1, and the 95 % interval leaves out 1 on iris.',
    );
    const other = [
      ...runsOf({ 'random-shuffling': [1] }),
      runOf({ method: nullMethod, seconds: 1, epochs: 2 }),
    ];
    expect(tablesOf(other).replaceAll('\n', ' ')).toContain('Training was not deterministic: on iris, runs');
    expect(tablesOf(records)).not.toContain('Null experiment');
  });

  it('says what is not compared', () => {
    const { environment } = runOf({});
    const text = tablesOf([
      ...runsOf({ 'random-shuffling': [1], other: [1] }),
      ...runsOf({ other: [1] }, { commit: 'a', environment: { ...environment, processor: 'another one' } }),
    ]).replaceAll('\n', ' ');
    expect(text).toContain('The runs are of 2 environments and 2 commits; only runs of the same one');
    expect(text).toContain(
      '1 run is without a partner: there is no run of random-shuffling of the same seed',
    );
    expect(tablesOf(records)).not.toMatch(/The runs are of|without a partner/);
  });

  it('compares the same runs between commits', () => {
    const [before, after] = ['a'.repeat(40), `${'b'.repeat(40)}-dirty`];
    const later = runsOf({ 'random-shuffling': [2, 2] }, { commit: after }).map((run) => ({
      ...run,
      started: '2027-01-01T00:00:00.000Z',
    }));
    const text = tablesOf([...later, ...runsOf({ 'random-shuffling': [4, 4] }, { commit: before })]);
    expect(text).toContain(
      `
Between commits: bbbbbbb-dirty against aaaaaaa, whole runs
task, method            pairs     faster (95 %)     epochs (95 %)  differ
iris, random-shuffling      2  2.00 (2.00–2.00)  1.00 (1.00–1.00)     0/2
`,
    );
  });
});

it('writes Markdown', () => {
  const text = comparisonMarkdown(reportOf(runsOf({ 'random-shuffling': [10], 'a|b': [5] })));
  expect(text).toContain(
    `### iris: seconds to the final target, accuracy 0.9

| method | median | quartiles | faster (95 %) | p | won-t-l | missed |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| random-shuffling | 10 | 10–10 |  |  |  | 0/1 |
| a\\|b | 5 | 5–5 | 2.00 (2.00–2.00) | 1.000 | 1-0-0 | 0/1 |
`,
  );
  expect(text).toContain('\n\nFaster is how many times faster than random-shuffling a method');
});
