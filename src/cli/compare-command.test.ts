import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type ChoosyError, DataError, UsageError } from '../core/errors.js';
import { compareCommand, type CompareCommandOptions } from './compare-command.js';

const folder = mkdtempSync(join(tmpdir(), 'choosy-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'file'), '');

const options = (changes: Partial<CompareCommandOptions>): CompareCommandOptions => ({
  ...{ task: ['iris'], selectors: ['highest-loss'], seeds: 1, firstSeed: 1, jobs: 1, threads: 1 },
  out: join(folder, 'results'),
  ...changes,
});

it.each<[Partial<CompareCommandOptions>, new (message: string) => ChoosyError, string]>([
  [{ task: ['irs'] }, UsageError, 'There is no task "irs"; did you mean "iris"?'],
  [
    { selectors: ['random-shuffling,highest-los'] },
    UsageError,
    'There is no selector "highest-los"; did you mean "highest-loss"?',
  ],
  [{ selectors: [''] }, UsageError, 'There is no selector ""; did you mean '],
  [
    { selectors: ['random-shuffling'] },
    UsageError,
    '--selectors has only the baseline, random-shuffling, which is always there; name another one',
  ],
  [{ out: join(folder, 'file', 'results') }, DataError, 'runs.jsonl: part of the path is not a folder; '],
  [{ task: ['mnist'], data: join(folder, 'none') }, UsageError, 'The data directory '],
])('refuses %o', async (changes, type, message) => {
  const refused = compareCommand(options(changes));
  await expect(refused).rejects.toThrow(type);
  await expect(refused).rejects.toThrow(message);
});
