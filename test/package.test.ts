import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The package as a user gets it: built, packed, and installed into an empty project.

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
  files: string[];
};
const temp = realpathSync(mkdtempSync(join(tmpdir(), 'choosy-package-')));
const project = join(temp, 'project');

function run(cwd: string, command: string, ...args: string[]): string {
  const options = { cwd, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0)
    throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  return stdout;
}

beforeAll(() => {
  // Built in a folder of its own, so that a test run never takes dist/ away from a program that runs from it.
  const packed = join(temp, 'packed');
  for (const file of ['package.json', ...manifest.files.filter((file) => file !== 'dist')])
    cpSync(join(root, file), join(packed, file), { recursive: true });
  run(
    root,
    process.execPath,
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--outDir',
    join(packed, 'dist'),
  );
  run(
    root,
    process.execPath,
    'node_modules/vite/bin/vite.js',
    'build',
    '--config',
    'vite.page.config.ts',
    '--outDir',
    join(packed, 'dist', 'report'),
  );
  const [{ filename }] = JSON.parse(
    run(packed, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', temp),
  ) as [{ filename: string }];

  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  run(
    project,
    'npm',
    'install',
    join(temp, filename),
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  );
}, 300_000);

afterAll(() => rmSync(temp, { recursive: true, force: true }));

test('every subpath can be imported from plain JavaScript', () => {
  const names = Object.keys(manifest.exports).map((subpath) => join('choosy', subpath).replaceAll('\\', '/'));
  const script = `
    const failures = [];
    for (const name of ${JSON.stringify(names)}) await import(name).catch((error) => failures.push(name + ': ' + error.message));
    console.log(JSON.stringify(failures));`;
  writeFileSync(join(project, 'import-all.js'), script);
  expect(JSON.parse(run(project, process.execPath, 'import-all.js'))).toEqual([]);
}, 60_000);

test('the command line starts and explains itself', () => {
  expect(run(project, 'npm', 'exec', '--no', '--', 'choosy', '--help')).toMatch(/Usage: choosy/);
});

test('selectors can be compared, and the report of it is a page', () => {
  const choosy = (...args: string[]) => run(project, 'npm', 'exec', '--no', '--', 'choosy', ...args);
  const compare = ['compare', '--task', 'iris', '--selectors', 'paired-reversal', '--seeds', '2'];
  const tables = choosy(...compare, '--epochs', '2', '--out', 'results');
  expect(tables).toContain('iris: milliseconds to the final target');
  expect(tables).toMatch(/^paired-reversal .*\/2$/m);
  expect(
    readFileSync(join(project, 'results', 'runs.jsonl'), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(10);
  const page = readFileSync(join(project, 'results', 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/i);
  expect(page).toContain('paired-reversal');
  // Nothing is missing, so nothing is made, and the report says the same.
  expect(choosy(...compare, '--epochs', '2', '--out', 'results')).toBe(tables);
  expect(choosy('report', 'results')).toBe(tables);
}, 120_000);

test('publint finds nothing', async () => {
  const pkgDir = join(project, 'node_modules', 'choosy');
  const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});
