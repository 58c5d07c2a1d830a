import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DataError, UsageError } from '../core/errors.js';
import { createProgram } from './program.js';

let folder = '';
let printed = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choosy-plot-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const plot = (...args: string[]) => createProgram('0').parseAsync(['plot', ...args], { from: 'user' });

it('writes every picture for both backgrounds, and prints where they are', async () => {
  await plot('iris', 'iris', '--out', folder);
  const files = ['class-balance', 'feature-distributions', 'projection'].flatMap((picture) =>
    ['light', 'dark'].flatMap((theme) => ['svg', 'png'].map((type) => `${picture}-${theme}.${type}`)),
  );
  expect(printed.trim().split('\n')).toEqual(files.map((file) => join(folder, 'iris', file)));
  expect((await readdir(join(folder, 'iris'))).sort()).toEqual(files.sort());
});

it('suggests a name for one that it does not know, before it draws anything', async () => {
  const plotting = plot('iris', 'irs', '--out', folder);
  await expect(plotting).rejects.toThrow(UsageError);
  await expect(plotting).rejects.toThrow('There is no task "irs"; did you mean "iris"?');
  expect(await readdir(folder)).toEqual([]);
});

it('says why a picture cannot be written', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const plotting = plot('iris', '--out', file);
  await expect(plotting).rejects.toThrow(DataError);
  await expect(plotting).rejects.toThrow(
    `Cannot write ${join(file, 'iris', 'class-balance-light.svg')}: part of the path is not a folder; check the path.`,
  );
  expect(printed).toBe('');
});
