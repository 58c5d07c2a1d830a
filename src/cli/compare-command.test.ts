import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { type ChoosyError, DataError, UsageError } from '../core/errors.js';
import { compareCommand, type CompareCommandOptions } from './compare-command.js';

vi.mock('../benchmark/run-order.js', () => ({
  runWorker: new URL('../../test/support/refusing-worker.mjs', import.meta.url),
}));

const folder = mkdtempSync(join(tmpdir(), 'choosy-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'file'), '');

const options = (changes: Partial<CompareCommandOptions>): CompareCommandOptions => ({
  ...{ task: ['iris'], selectors: ['highest-loss'], seeds: 1, firstSeed: 1, jobs: 1, threads: 1 },
  until: 'final',
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
  [
    { selectors: ['highest-loss', './mine.js'], queue: 'redis://localhost' },
    UsageError,
    '--queue: workers know selectors by name only, and ./mine.js is a file; leave out --queue',
  ],
  [{ selectors: ['./mine.js'] }, DataError, 'Cannot read ./mine.js: there is no such file'],
  [{ out: join(folder, 'file', 'results') }, DataError, 'runs.jsonl: part of the path is not a folder; '],
  [{ task: ['mnist'], data: join(folder, 'none') }, UsageError, 'The data directory '],
])('refuses %o', async (changes, type, message) => {
  const refused = compareCommand(options(changes));
  await expect(refused).rejects.toThrow(type);
  await expect(refused).rejects.toThrow(message);
});

it('tells every run that failed, and ends with an error', async () => {
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((said += String(text))));
  const failing = compareCommand(options({ seeds: 2 }));
  await expect(failing).rejects.toThrow(DataError);
  await expect(failing).rejects.toThrow(
    '14 of 14 runs failed, as said above; the same command tries them again.',
  );
  vi.restoreAllMocks();
  expect(said.match(/The run iris\/.+ failed: It cannot be\./g)).toHaveLength(14);
});
