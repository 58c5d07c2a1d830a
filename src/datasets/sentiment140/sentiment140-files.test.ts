import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FileServer, serveParts, startFileServer } from '../../../test/support/file-server.js';
import { zipArchive } from '../../../test/support/zip-archive.js';
import { DataError } from '../../core/errors.js';
import { readSentiment140, type Sentiment140Content } from './sentiment140-files.js';
import { sentiment140Source, type TweetSource } from './sentiment140-source.js';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const row = (polarity: number, text: string): string =>
  `"${polarity}","1","date","NO_QUERY","me","${text}"\n`;

const range = Array.from({ length: 40 }, (_, i) => i);
const polarityOf = (i: number): number => (i < 20 ? 0 : 4);
const stanford = Buffer.from(
  range.map((i) => row(polarityOf(i), `@me tweet word${i} caf\u00e9 &lt;3 `)).join(''),
  'latin1',
);
const normalized = range.map((i) => `${polarityOf(i)},USER tweet word${i} caf\u00e9 <3\n`).join('');
const manual = Buffer.from(
  row(4, 'I &lt;3 it') + row(2, 'http://a.b') + row(0, 'so sad donâ\x80\x99t'),
  'latin1',
);
const [normalizedName, stanfordName] = sentiment140Source.training.files.map(({ name }) => name) as [
  string,
  string,
];
const manualName = sentiment140Source.manual.files[0]!.name;

const archive = zipArchive([
  { name: stanfordName, bytes: stanford },
  { name: manualName, bytes: manual },
]);
const kaggleArchive = zipArchive([{ name: stanfordName, bytes: stanford }]);

/** An address at which nobody listens. */
const nowhere = 'http://127.0.0.1:9/nowhere/';

const sourceAt = (mirror: string): TweetSource => ({
  archive: {
    ...sentiment140Source.archive,
    files: { archive: { name: 'trainingandtestdata.zip', size: archive.length, sha256: sha256(archive) } },
    mirrors: [mirror],
  },
  training: { ...sentiment140Source.training, content: { size: 40, sha256: sha256(normalized) } },
  manual: {
    ...sentiment140Source.manual,
    content: { size: 3, sha256: sha256('4,I <3 it\n2,URL\n0,so sad donâ\x80\x99t\n') },
  },
  heldBack: 2,
});

let root: string;
let cache: string;
let data: string;
let messages: string[];
let server: FileServer | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'choosy tweets '));
  cache = join(root, 'cache', 'sentiment140');
  data = join(root, 'data', 'sentiment140');
  messages = [];
  await mkdir(data, { recursive: true });
  vi.stubEnv('CHOOSY_CACHE_DIR', join(root, 'cache'));
  vi.stubEnv('CHOOSY_DATA_DIR', join(root, 'data'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server?.close();
  server = undefined;
  await rm(root, { recursive: true, force: true });
});

const read = (source = sourceAt(nowhere)): Promise<Sentiment140Content> =>
  readSentiment140({ onProgress: (message) => messages.push(message) }, source);

async function put(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

const cached = (): Promise<string[]> => readdir(cache).catch(() => []);

async function failure(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DataError);
  const { message } = error as Error;
  expect(message).toMatch(/^[^\n]+\.$/);
  return message;
}

describe('readSentiment140', () => {
  it('gives the same tokens whatever they are made of', async () => {
    const headed = `polarity,text\n${normalized}`;
    const files: Record<string, Uint8Array | string> = {
      [normalizedName]: headed,
      [`${normalizedName}.gz`]: gzipSync(headed),
      [`${normalizedName}.zip`]: zipArchive([{ name: normalizedName, bytes: Buffer.from(headed) }]),
      [stanfordName]: stanford,
      [`${stanfordName}.gz`]: gzipSync(stanford),
      [`${stanfordName}.zip`]: kaggleArchive,
      'archive.zip': kaggleArchive,
      'sentiment140.zip': zipArchive([{ name: `folder/${stanfordName}`, bytes: stanford }]),
      'trainingandtestdata.zip': archive,
    };
    const { tweets } = await (await put(join(data, stanfordName), stanford), read());
    expect(tweets.words.slice(0, 4)).toEqual(['<3', '<user>', 'café', 'tweet']);
    expect(tweets.sizes).toEqual({ train: 32, validation: 4, test: 4 });
    for (const [name, bytes] of Object.entries(files)) {
      for (const folder of [data, cache]) {
        await rm(data, { recursive: true });
        await rm(cache, { recursive: true, force: true });
        await mkdir(data);
        await put(join(folder, name), bytes);
        messages = [];
        expect((await read()).tweets).toEqual(tweets);
        expect(messages).toEqual([expect.stringContaining(`of the tweets in "${join(folder, name)}", once`)]);
      }
    }
  });

  it('gives the tweets that people labelled positive or negative, where they are', async () => {
    await put(join(data, 'archive.zip'), kaggleArchive);
    expect((await read()).manual).toBeUndefined();
    const labelled = [
      { label: 1, text: 'I <3 it' },
      { label: 0, text: 'so sad don’t' },
    ];
    await put(join(data, 'trainingandtestdata.zip'), archive);
    expect((await read()).manual).toEqual(labelled);
    await rm(join(data, 'trainingandtestdata.zip'));
    await put(join(cache, manualName), manual);
    expect((await read()).manual).toEqual(labelled);
    await put(join(data, manualName), row(4, 'another') + row(4, 'or') + row(4, 'more'));
    expect(await failure(read())).toContain(`"${join(data, manualName)}" has other tweets than Sentiment140`);
  });

  it('keeps the tokens, and asks for nothing more', async () => {
    await put(join(data, stanfordName), stanford);
    const { tweets } = await read();
    expect(await cached()).toEqual(['tokens.safetensors']);
    await rm(join(data, stanfordName));
    messages = [];
    expect((await read()).tweets).toEqual(tweets);
    expect(messages).toEqual([]);
  });

  it('lets two that make tokens at once not disturb each other', async () => {
    await put(join(data, stanfordName), stanford);
    const [one, other] = await Promise.all([read(), read()]);
    expect(one).toEqual(other);
    expect(await cached()).toEqual(['tokens.safetensors']);
  });

  it.each([
    ['cut off', (file: Buffer) => file.subarray(0, -1)],
    ['damaged', (file: Buffer) => (file[file.length - 1]!++, file)],
    ['empty', () => Buffer.alloc(0)],
    [
      'of another version',
      (file: Buffer) => Buffer.from(file.toString('latin1').replace('version', 'Version'), 'latin1'),
    ],
  ])('makes tokens again that are %s', async (_, damage) => {
    await put(join(data, stanfordName), stanford);
    const { tweets } = await read();
    const path = join(cache, 'tokens.safetensors');
    const file = await readFile(path);
    await writeFile(path, damage(Buffer.from(file)));
    messages = [];
    expect((await read()).tweets).toEqual(tweets);
    expect(messages[0]).toMatch(/^The file ".*tokens\.safetensors" is .*; it is made again\.$/);
    expect(messages).toHaveLength(2);
    expect(await readFile(path)).toEqual(file);
    expect(await cached()).toEqual(['tokens.safetensors']);
  });

  it('makes do without a cache, and says so', async () => {
    await writeFile(join(root, 'cache'), 'a file where the cache should be');
    await put(join(data, stanfordName), stanford);
    expect((await read()).tweets.labels).toHaveLength(40);
    expect(messages.at(-1)).toContain(`The tokens cannot be kept in the cache folder "${cache}" (`);
    expect(messages.at(-1)).toContain('CHOOSY_CACHE_DIR');
  });

  it.each<[string, string, Uint8Array | string, string]>([
    [
      'a truncated file',
      stanfordName,
      stanford.subarray(0, 1000),
      'is no table of comma-separated values (Quote',
    ],
    [
      'half of the tweets',
      stanfordName,
      stanford.subarray(0, stanford.indexOf('"4"')),
      'has 20 tweets instead of 40;',
    ],
    [
      'a changed file',
      stanfordName,
      stanford.toString('latin1').replace('word7', 'word8'),
      'has other tweets',
    ],
    ['another encoding', stanfordName, stanford.toString('latin1'), 'or was saved in another encoding;'],
    ['a page', `${normalizedName}`, '<!DOCTYPE html>', 'instead of 2 in record 1;'],
    ['a file that is not packed', `${stanfordName}.gz`, stanford, 'cannot be read (incorrect header check);'],
    [
      'half a packed file',
      `${stanfordName}.gz`,
      gzipSync(stanford).subarray(0, 200),
      'cannot be read (unexpected end',
    ],
    ['half an archive', 'trainingandtestdata.zip', archive.subarray(0, 500), 'is no sound zip archive ('],
    [
      'an archive of something else',
      'archive.zip',
      zipArchive([{ name: 'a.csv', bytes: stanford }]),
      'has no training',
    ],
    [
      'an archive of an encrypted file',
      'archive.zip',
      zipArchive([{ name: stanfordName, bytes: stanford, encrypted: true }]),
      `has "${stanfordName}" encrypted;`,
    ],
    [
      'an archive that says too little',
      'archive.zip',
      zipArchive([{ name: stanfordName, bytes: stanford, declaredSize: 100 }]),
      'cannot be read (too many bytes',
    ],
    [
      'an archive that says too much',
      'archive.zip',
      zipArchive([{ name: stanfordName, bytes: stanford, declaredSize: 2 ** 30 }]),
      'of 1073741824 bytes, more than 268435456;',
    ],
    [
      'an archive that unpacks to too much',
      'archive.zip',
      zipArchive([{ name: stanfordName, bytes: Buffer.alloc(2 ** 24) }]),
      'is no table of comma-separated values (Max Record Size',
    ],
  ])('refuses %s', async (_, name, bytes, problem) => {
    await put(join(data, name), bytes);
    const message = await failure(read());
    expect(message).toContain(`The file "${join(data, name)}" `);
    expect(message).toContain(problem);
    expect(message).toContain(
      `; delete it and run again, or put trainingandtestdata.zip from ${nowhere} in its place.`,
    );
    expect(await cached()).toEqual([]);
  });

  it('says that a folder is no file', async () => {
    await mkdir(join(data, stanfordName));
    expect(await failure(read())).toContain('cannot be read (EISDIR');
  });

  it('fetches the archive once, and keeps it', async () => {
    server = await startFileServer(serveParts(() => ({ bytes: archive })));
    const source = sourceAt(server.address);
    const { tweets, manual: labelled } = await read(source);
    expect(tweets.labels).toHaveLength(40);
    expect(labelled).toHaveLength(2);
    expect(server.requests).toEqual(['/trainingandtestdata.zip']);
    expect((await cached()).sort()).toEqual(['tokens.safetensors', 'trainingandtestdata.zip']);
    expect(messages[0]).toBe(`Fetching Sentiment140 (1 MB) from ${server.address} ...`);
    expect(await read(source)).toEqual({ tweets, manual: labelled });
    await rm(join(cache, 'tokens.safetensors'));
    expect((await read(source)).tweets).toEqual(tweets);
    expect(server.requests).toHaveLength(1);
  });

  it('does not use another archive that comes', async () => {
    server = await startFileServer(serveParts(() => ({ bytes: Buffer.alloc(archive.length) })));
    expect(await failure(read(sourceAt(server.address)))).toContain(
      'trainingandtestdata.zip has the SHA-256',
    );
    expect(await cached()).toEqual([]);
  });

  it('says, when it cannot be fetched, what to get by hand and where to put it', async () => {
    const message = await failure(read());
    expect(message).toContain(`Sentiment140 could not be fetched from ${nowhere} (`);
    expect(message).toContain(
      `download trainingandtestdata.zip by hand from ${nowhere} into the folder "${data}", or put ${stanfordName} ` +
        'from https://www.kaggle.com/datasets/kazanova/sentiment140 there.',
    );
  });
});
