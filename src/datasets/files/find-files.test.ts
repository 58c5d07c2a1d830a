import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FileCollection } from './data-file.js';
import { findDataFiles, type FoundFiles } from './find-files.js';

const toys: FileCollection<'one' | 'two'> = {
  title: 'Toys',
  folder: 'toys',
  // Nobody asks for the checksums.
  files: { one: { name: 'one', size: 100, sha256: '' }, two: { name: 'two', size: 200, sha256: '' } },
  mirrors: ['http://127.0.0.1:9/'],
};

let root: string;
let data: string;
let cache: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'choosy-find-'));
  data = join(root, 'data', 'toys');
  cache = join(root, 'cache', 'toys');
  for (const folder of [data, cache]) await mkdir(folder, { recursive: true });
  vi.stubEnv('CHOOSY_CACHE_DIR', join(root, 'cache'));
  vi.stubEnv('CHOOSY_DATA_DIR', join(root, 'data'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

const brief = ({ folders, bytes, bytesToFetch, damaged }: FoundFiles): unknown[] => {
  expect(bytes).toBe(300);
  return [folders.map(({ place }) => place), bytesToFetch, damaged];
};

it('tells which files are where, and which are nowhere', async () => {
  expect(brief(await findDataFiles(toys))).toEqual([[], 300, []]);
  await writeFile(join(cache, 'two'), Buffer.alloc(200));
  expect(brief(await findDataFiles(toys))).toEqual([['cache'], 100, []]);
  await writeFile(join(data, 'one.gz'), gzipSync(Buffer.alloc(100), { level: 1 }));
  expect(brief(await findDataFiles(toys))).toEqual([['data directory', 'cache'], 0, []]);
  await writeFile(join(data, 'two'), Buffer.alloc(200));
  expect(brief(await findDataFiles(toys))).toEqual([['data directory'], 0, []]);
});

it.each([
  ['one', Buffer.alloc(99)],
  ['one.gz', gzipSync(Buffer.alloc(99))],
  ['one.gz', gzipSync(Buffer.alloc(100)).subarray(0, -1)],
  ['one.gz', Buffer.alloc(0)],
])('sees that %s is damaged', async (name, bytes) => {
  await writeFile(join(data, name), bytes);
  expect(brief(await findDataFiles(toys))).toEqual([[], 200, [join(data, name)]]);
});
