import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withWorkFolder } from './work-folder.js';

let root: string;
let parent: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'choosy-work-'));
  parent = join(root, 'cache');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const stop = new Error('stop');
const fail = async (folder: string): Promise<never> => {
  await writeFile(join(folder, 'half'), 'half');
  throw stop;
};
const host = hostname().replace(/[^\w.]/g, '_');

it('is removed after success, and after a failure if it is empty', async () => {
  expect(await withWorkFolder(parent, async (folder) => (await readdir(folder)).length)).toBe(0);
  await expect(withWorkFolder(parent, () => Promise.reject(stop))).rejects.toBe(stop);
  expect(await readdir(parent)).toEqual([]);
});

it('is given to the next one after a failure, as it was left', async () => {
  await expect(withWorkFolder(parent, fail)).rejects.toBe(stop);
  const read = await withWorkFolder(parent, (folder) => readFile(join(folder, 'half'), 'utf8'));
  expect(read).toBe('half');
  expect(await readdir(parent)).toEqual([]);
});

it('belongs to one at a time', async () => {
  await expect(withWorkFolder(parent, fail)).rejects.toBe(stop);
  const seen: string[][] = [];
  const look = async (folder: string): Promise<void> => {
    seen.push(await readdir(folder));
    if (seen.length < 3) await withWorkFolder(parent, look);
  };
  await withWorkFolder(parent, look);
  expect(seen).toEqual([['half'], [], []]);
  expect(await readdir(parent)).toEqual([]);
});

it('is given to one only of several that ask at once', async () => {
  await expect(withWorkFolder(parent, fail)).rejects.toBe(stop);
  const found = await Promise.all(
    Array.from({ length: 8 }, () => withWorkFolder(parent, (folder) => readdir(folder))),
  );
  expect(found.flat()).toEqual(['half']);
});

it('is taken from a process that has ended, and the others like it are removed', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  for (const i of [1, 2]) await mkdir(join(parent, `.fetch-${host}-${pid}-${i}`, 'x'), { recursive: true });
  await withWorkFolder(parent, async (folder) => {
    expect(await readdir(folder)).toEqual(['x']);
    expect(await readdir(parent)).toEqual([basename(folder)]);
  });
});

it('is not taken from one that runs, on another host only when it is a day old', async () => {
  const [running, elsewhere, other] = [`.fetch-${host}-1-a`, '.fetch-elsewhere-1-a', 'other-1-a'];
  for (const name of [running, elsewhere, other]) await mkdir(join(parent, name), { recursive: true });
  await withWorkFolder(parent, async () => {});
  expect((await readdir(parent)).sort()).toEqual([elsewhere, running, other].sort());
  for (const name of [running, elsewhere, other]) await utimes(join(parent, name), 0, 0);
  await withWorkFolder(parent, async () => {});
  expect((await readdir(parent)).sort()).toEqual([running, other].sort());
});
