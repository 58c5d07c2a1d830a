import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type ChoosyError, DataError, UsageError } from '../core/errors.js';
import { chooseTask, type TaskOptions } from './choose-task.js';

const folder = mkdtempSync(join(tmpdir(), 'choosy-tasks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const csv = join(folder, 'flowers.csv');
writeFileSync(
  csv,
  ['id,width,species', ...Array.from({ length: 30 }, (_, i) => `${i},${i % 7},${i % 2 ? 'a' : 'b'}`)].join(
    '\n',
  ),
);
const empty = join(folder, 'empty.csv');
writeFileSync(empty, '');

it('finds a task by its name, or makes one of a file', async () => {
  expect((await chooseTask({ task: 'iris' })).name).toBe('iris');
  const task = await chooseTask({ csv, target: 'species' });
  expect(task.name).toBe('flowers.csv');
  const said: string[] = [];
  await task.load({ seed: 1, onProgress: (message) => said.push(message) });
  expect(said.join('\n')).toMatch(
    /flowers\.csv: 30 rows\n[^]*width[^\n]*standardized[^]*target: 1 of 2: a, b/,
  );
});

it.each<[TaskOptions, new (message: string) => ChoosyError, string]>([
  [{}, UsageError, 'train needs --task NAME, one of `choosy list`, or --csv FILE --target COLUMN'],
  [{ task: 'irs' }, UsageError, 'There is no task "irs"; did you mean "iris"?'],
  [{ task: 'iris', csv, target: 'species' }, UsageError, '--task and --csv are two things to train on;'],
  [
    { task: 'iris', target: '0.9' },
    UsageError,
    '--target names a column of a --csv file; to stop at a value',
  ],
  [{ task: 'iris', classification: true }, UsageError, '--classification is for a --csv file only; leave it'],
  [{ csv }, UsageError, '--csv needs --target, the column to learn; choose one of "id", "width", "species".'],
  [{ csv, target: 'specis' }, UsageError, 'has no column "specis"; did you mean "species"?'],
  [{ csv, target: 'id', classification: true }, DataError, 'has 30 of 30 classes with fewer than 3 rows'],
  [{ csv: join(folder, 'no.csv'), target: 'a' }, DataError, 'cannot be read (ENOENT: no such file'],
  [{ csv: folder, target: 'a' }, DataError, 'cannot be read (EISDIR: '],
  [{ csv: empty, target: 'a' }, DataError, 'The file "empty.csv" ends in line 1 and holds nothing;'],
])('refuses %o', async (options, type, message) => {
  await expect(chooseTask(options)).rejects.toThrow(type);
  await expect(chooseTask(options)).rejects.toThrow(message);
});
