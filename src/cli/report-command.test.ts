import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runOf } from '../../test/support/run-records.js';
import type { RunRecord } from '../benchmark/index.js';
import { DataError } from '../core/errors.js';
import type * as reports from '../report/index.js';
import { FAILURE } from './exit-codes.js';
import { createProgram } from './program.js';

const writing = vi.hoisted(() => vi.fn<typeof reports.writeReport>());
vi.mock('../report/index.js', async (original) => ({
  ...(await original<typeof reports>()),
  writeReport: writing,
}));

let folder = '';
let [printed, said] = ['', ''];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choosy-report-'));
  [printed, said] = ['', ''];
  writing.mockReset();
  writing.mockImplementation((_, options) => Promise.resolve(join(options.folder, 'report.html')));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said += String(text))));
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

const report = (...args: string[]) => {
  process.argv = ['node', 'choosy', 'report', ...args];
  return createProgram('0').parseAsync();
};

/** Makes a folder of records; a text is a line as it is. */
async function keep(name: string, lines: readonly (RunRecord | string)[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  await writeFile(join(path, 'runs.jsonl'), `${text.join('\n')}\n`);
  return path;
}

const base = runOf({ seconds: 10 });
const other = runOf({ method: 'highest-loss', seconds: 5 });

describe('choosy report', () => {
  it('merges folders, prints tables and writes the page into the first', async () => {
    const [first, second] = [await keep('a', [base]), await keep('b', [base, other])];
    await report(first, second, '--data', 'elsewhere');
    expect(printed).toMatch(/^random-shuffling .* 0\/1$/m);
    expect(printed).toMatch(/^highest-loss .* 2\.00 \(2\.00–2\.00\) .* 0\/1$/m);
    expect(said).toBe(`Report: ${join(first, 'report.html')}\n`);
    expect(writing.mock.calls).toEqual([
      [
        [base, other],
        {
          folder: first,
          dataDirectory: 'elsewhere',
          command: `choosy report ${first} ${second} --data elsewhere`,
        },
      ],
    ]);
    expect([await readdir(first), await readdir(second)]).toEqual([['runs.jsonl'], ['runs.jsonl']]);
    expect(process.exitCode).toBeUndefined();
  });

  it('keeps the same run at several commits apart', async () => {
    const records = [base, { ...base, commit: 'one' }, { ...base, commit: 'two' }];
    await report(await keep('a', records), '--json', '--out', join(folder, 'pages'));
    const result = JSON.parse(printed) as { commits: object[]; goals: { methods: { runs: number }[] }[] };
    expect(result.goals[0]!.methods[0]!.runs).toBe(3);
    expect(result.commits).toMatchObject([{ before: 'one', after: 'two', pairs: 1 }]);
    expect(writing.mock.calls[0]![1].folder).toBe(join(folder, 'pages'));
  });

  it('prints CSV or Markdown', async () => {
    const records = await keep('a', [base, other]);
    await report(records, '--csv');
    expect(printed.split('\n')[0]).toMatch(/^task,goal,level,/);
    printed = '';
    await report(records, '--markdown');
    expect(printed).toMatch(/^### iris: /);
  });

  it('writes for TensorBoard', async () => {
    await report(await keep('a', [base]), '--tensorboard', join(folder, 'events'));
    expect(await readdir(join(folder, 'events', 'iris', 'random-shuffling'))).toHaveLength(1);
    expect(said).toContain(`tensorboard --logdir ${join(folder, 'events')}\n`);
  });

  it('tells what it cannot use, and reports the rest', async () => {
    const missing = join(folder, 'missing');
    const empty = await keep('empty', []);
    const old = JSON.stringify({ ...base, version: 1 });
    const spoilt = await keep('spoilt', [old, JSON.stringify({ ...base, seed: 'one' }), base, other]);
    await report(missing, empty, spoilt);
    expect(said.trim().split('\n')).toEqual([
      `Cannot read ${join(missing, 'runs.jsonl')}: there is no such file or folder; check the path.`,
      `There are no runs in ${empty}.`,
      expect.stringMatching(/^Line 1 of .*: a record of version 1, but this Choosy reads version 2; /),
      expect.stringMatching(
        /^Line 2 of .*: no record of a run \(seed: .*\); delete it, or it is left out again\.$/,
      ),
      `Report: ${join(spoilt, 'report.html')}`,
    ]);
    expect(printed).toContain('highest-loss');
    expect(process.exitCode).toBe(FAILURE);
    expect((await readdir(folder)).sort()).toEqual(['empty', 'spoilt']);
  });

  it('refuses folders without any runs', async () => {
    const empty = await keep('empty', []);
    const refused = report(empty);
    await expect(refused).rejects.toThrow(DataError);
    await expect(refused).rejects.toThrow(
      `There are no runs in ${empty} to report; \`choosy compare\` makes some.`,
    );
    expect(writing).not.toHaveBeenCalled();
  });

  it('prints in one format only', async () => {
    await expect(report('a', '--csv', '--markdown')).rejects.toThrow(
      /'--csv' cannot be used with option '--markdown'/,
    );
    await expect(report('a', '--json', '--csv')).rejects.toThrow(/cannot be used with/);
  });
});
