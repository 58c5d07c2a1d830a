import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FileServer,
  type ServedFile,
  serveParts,
  startFileServer,
} from '../../../test/support/file-server.js';
import { downloadFile, type DownloadOptions } from './download.js';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3));
const largest = content.length;

let folder: string;
let path: string;
let server: FileServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choosy-download-'));
  path = join(folder, 'file');
});
afterEach(async () => {
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(answer: RequestListener): Promise<string> {
  server = await startFileServer(answer);
  return `${server.address}file`;
}

/** A server of one file, which a test may change between two requests. */
async function serveFile(file: Partial<ServedFile>): Promise<{ address: string; file: ServedFile }> {
  const served = { file: { bytes: content, ...file } };
  return Object.assign(served, { address: await serve(serveParts(() => served.file)) });
}

async function failure(address: string, options: Partial<DownloadOptions> = {}): Promise<string> {
  const error: unknown = await downloadFile(address, path, { largest, ...options }).then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  return (error as Error).message;
}

const files = async (): Promise<string[]> => (await readdir(folder)).sort();
/** By Buffer's own comparison, since toEqual takes half a second. */
const holds = async (bytes: Buffer): Promise<boolean> => bytes.equals(await readFile(path));
const partial = ['file.part', 'file.part.json'];

describe('downloadFile', () => {
  it('downloads a file, and tells how far it is', async () => {
    const { address } = await serveFile({});
    const told: [number, number | undefined][] = [];
    await downloadFile(address, path, { largest, onProgress: (...progress) => told.push(progress) });
    expect(await holds(content)).toBe(true);
    expect(await files()).toEqual(['file']);
    expect(told[0]).toEqual([0, largest]);
    expect(told.at(-1)).toEqual([largest, largest]);
  });

  it.each<[string, Record<string, string>]>([
    ['strong ETag', { etag: '"a"' }],
    ['date', { 'last-modified': 'Sat, 04 Jan 2020 00:00:00 GMT' }],
    ['date beside a weak ETag', { etag: 'W/"a"', 'last-modified': 'Sat, 04 Jan 2020 00:00:00 GMT' }],
  ])('goes on from what came before it broke off, if the server tells a %s', async (_, headers) => {
    const served = await serveFile({ headers, breaksAfter: 100_000 });
    const { address } = served;
    expect(await failure(address)).not.toBe('it did not fail');
    expect(await files()).toEqual(partial);
    expect((await readFile(`${path}.part`)).length).toBe(100_000);

    served.file = { bytes: content, headers };
    let first: number | undefined;
    await downloadFile(address, path, { largest, onProgress: (received) => (first ??= received) });
    expect(first).toBe(100_000);
    expect(await holds(content)).toBe(true);
    expect(await files()).toEqual(['file']);
    expect(server!.requests).toEqual(['/file', '/file bytes=100000-']);
  });

  it('goes on as often as it has to', async () => {
    const { address } = await serveFile({ breaksAfter: 80_000 });
    for (let i = 0; i < 3; i++) expect(await failure(address)).not.toBe('it did not fail');
    await downloadFile(address, path, { largest });
    expect(await holds(content)).toBe(true);
    expect(server!.requests.at(-1)).toBe('/file bytes=240000-');
  });

  it('starts again when the file has changed', async () => {
    const served = await serveFile({ breaksAfter: 100_000 });
    await failure(served.address);
    const changed = Buffer.from(content).reverse().subarray(0, 200_000);
    served.file = { bytes: changed, headers: { etag: '"2"' } };
    await downloadFile(served.address, path, { largest });
    expect(await holds(changed)).toBe(true);
  });

  it.each<[string, RequestListener]>([
    ['gives no parts', (_, response) => response.writeHead(200, { etag: '"1"' }).end(content)],
    [
      'gives another part',
      ({ headers }, response) =>
        headers.range === undefined
          ? response.end(content)
          : response
              .writeHead(206, { etag: '"1"', 'content-range': `bytes 0-${largest - 1}/${largest}` })
              .end(content),
    ],
    [
      'gives a part of another file',
      ({ headers }, response) =>
        headers.range === undefined
          ? response.end(content)
          : response
              .writeHead(206, { etag: '"2"', 'content-range': `bytes 100000-${largest - 1}/${largest}` })
              .end(content.subarray(100_000)),
    ],
    [
      'finds no part there',
      ({ headers }, response) =>
        headers.range === undefined ? response.end(content) : response.writeHead(416).end(),
    ],
  ])('starts again when the server %s', async (_, answer) => {
    let broken = true;
    const parts = serveParts(() => ({ bytes: content.subarray(), breaksAfter: 100_000 }));
    const address = await serve((request, response) => (broken ? parts : answer)(request, response));
    await failure(address);
    broken = false;
    await downloadFile(address, path, { largest });
    expect(await holds(content)).toBe(true);
    expect(await files()).toEqual(['file']);
  });

  it.each([
    ['nobody knows the origin of', (): Promise<void> => rm(`${path}.part.json`)],
    ['has a damaged note of its origin', () => writeFile(`${path}.part.json`, '{"address": 3')],
    ['is longer than the whole', () => writeFile(`${path}.part`, Buffer.alloc(largest + 1))],
    ['is empty', () => writeFile(`${path}.part`, '')],
  ])('does not go on from a part that %s', async (_, damage) => {
    const served = await serveFile({ breaksAfter: 100_000 });
    await failure(served.address);
    await damage();
    served.file = { bytes: content };
    await downloadFile(served.address, path, { largest });
    expect(await holds(content)).toBe(true);
    expect(server!.requests).toEqual(['/file', '/file']);
  });

  it('asks no more when all had come', async () => {
    const served = await serveFile({ breaksAfter: 299_999 });
    await failure(served.address);
    await writeFile(`${path}.part`, content);
    await downloadFile(served.address, path, { largest });
    expect(await holds(content)).toBe(true);
    expect(server!.requests.length).toBe(1);
  });

  it('takes a file that the server packs under way, from the start', async () => {
    const address = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content)),
    );
    await downloadFile(address, path, { largest });
    expect(await holds(content)).toBe(true);
  });

  it('follows a redirect', async () => {
    const parts = serveParts(() => ({ bytes: content }));
    const address = await serve((request, response) => {
      if (request.url === '/file') response.writeHead(302, { location: '/moved' }).end();
      else parts(request, response);
    });
    await downloadFile(address, path, { largest });
    expect(await holds(content)).toBe(true);
    expect(server!.requests).toEqual(['/file', '/moved']);
  });

  it.each<[string, RequestListener, string]>([
    ['is not there', (_, response) => response.writeHead(404).end('no'), 'HTTP status 404'],
    [
      'comes as a part nobody asked for',
      (_, response) => response.writeHead(206).end('a'),
      'HTTP status 206',
    ],
    [
      'says that it is too large',
      (_, response) => response.writeHead(200, { 'content-length': 1e12 }).write('a'),
      `it has 1000000000000 bytes, more than ${largest}`,
    ],
    [
      'is too large without saying so',
      (_, response) => void response.writeHead(200, { etag: '"1"' }).write(Buffer.alloc(largest + 1)),
      `more than ${largest} bytes came`,
    ],
    [
      'unpacks to too much',
      (_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5e7))),
      `more than ${largest} bytes came`,
    ],
    [
      'leads back to itself',
      (_, response) => response.writeHead(302, { location: '/file' }).end(),
      'redirect count exceeded',
    ],
  ])('refuses a file that %s, and leaves nothing', async (_, answer, message) => {
    expect(await failure(await serve(answer))).toBe(message);
    expect(await files()).toEqual([]);
  });

  it.each([
    ['before an answer', 0, []],
    ['in the middle', 1000, partial],
  ])('gives up when nothing comes any more %s', async (_, breaksAfter, left) => {
    const address = breaksAfter
      ? (await serveFile({ breaksAfter, stalls: true })).address
      : await serve(() => {});
    expect(await failure(address, { stallTime: 100 })).toBe('nothing came for 0.1 seconds');
    expect(await files()).toEqual(left);
  });

  it('says why an address cannot be reached', async () => {
    expect(await failure('http://127.0.0.1:9/file')).toMatch(/port|ECONNREFUSED/);
    expect(await failure('http://localhost:1/file')).toMatch(/ECONNREFUSED|port/);
    expect(await files()).toEqual([]);
  });
});
