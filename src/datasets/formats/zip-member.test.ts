import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTemporaryFolder } from '../../../test/support/temporary-folder.js';
import { zipArchive, type ZippedFile } from '../../../test/support/zip-archive.js';
import { withZipMember } from './zip-member.js';

const largest = 1000;
const text = Buffer.from('some text '.repeat(20));

/** What an archive has under the name wanted.txt. */
async function unpack(path: string): Promise<Buffer | undefined> {
  let content: Buffer | undefined;
  const members = [
    { name: 'other.txt', largest },
    { name: 'wanted.txt', largest },
  ];
  const found = await withZipMember(path, members, async (stream: Readable, { name }) => {
    expect(name).toBe('wanted.txt');
    content = await buffer(stream);
  });
  expect(found).toBe(content !== undefined);
  return content;
}

const inArchive = (bytes: Uint8Array, use: (path: string) => Promise<void>): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.zip');
    await writeFile(path, bytes);
    await use(path);
  });

describe('withZipMember', () => {
  it.each<[string, ZippedFile]>([
    ['packed', { name: 'wanted.txt', bytes: text }],
    ['stored', { name: 'wanted.txt', bytes: text, method: 0 }],
    ['in a folder', { name: 'a/b/wanted.txt', bytes: text }],
    ['empty', { name: 'wanted.txt', bytes: Buffer.alloc(0) }],
  ])('finds a file that is %s', (_, file) =>
    inArchive(zipArchive([{ name: 'x', bytes: text }, file, { name: 'y', bytes: text }]), async (path) => {
      expect(await unpack(path)).toEqual(file.bytes);
    }),
  );

  it.each(['wanted.txt.bak', '._wanted.txt', 'notwanted.txt', 'wanted.txt/x', 'WANTED.TXT'])(
    'does not take %s for it',
    (name) =>
      inArchive(zipArchive([{ name, bytes: text }]), async (path) =>
        expect(await unpack(path)).toBeUndefined(),
      ),
  );

  it.each<[string, ZippedFile[], string]>([
    ['encrypted', [{ name: 'wanted.txt', bytes: text, encrypted: true }], 'has "wanted.txt" encrypted'],
    [
      'too large',
      [{ name: 'wanted.txt', bytes: Buffer.alloc(1001) }],
      'has a "wanted.txt" of 1001 bytes, more than 1000',
    ],
    [
      'larger than it says',
      [{ name: 'wanted.txt', bytes: Buffer.alloc(10_000_000), declaredSize: 1000 }],
      'too many bytes in the stream',
    ],
    ['smaller than it says', [{ name: 'wanted.txt', bytes: text, declaredSize: 900 }], 'not enough bytes'],
    [
      'packed in an unknown way',
      [{ name: 'wanted.txt', bytes: text, method: 99 }],
      'is no sound zip archive (',
    ],
    [
      'outside',
      [{ name: '../../wanted.txt', bytes: text }],
      'is no sound zip archive (invalid relative path',
    ],
    ['absolute', [{ name: '/wanted.txt', bytes: text }], 'is no sound zip archive (absolute path'],
    ['on a disk', [{ name: 'C:/wanted.txt', bytes: text }], 'is no sound zip archive (absolute path'],
    [
      'one of too many',
      Array.from({ length: 1001 }, (_, i) => ({ name: `${i}`, bytes: Buffer.alloc(0) })),
      'is an archive of more than 1000 files',
    ],
  ])('refuses a file that is %s', (_, files, message) =>
    inArchive(zipArchive(files), async (path) => {
      await expect(unpack(path)).rejects.toThrow(message);
    }),
  );

  it.each([
    ['is empty', Buffer.alloc(0)],
    ['is a page', Buffer.from('<!DOCTYPE html>'.repeat(10))],
    ['is cut off', zipArchive([{ name: 'wanted.txt', bytes: text }]).subarray(0, 100)],
  ])('refuses an archive that %s', (_, bytes) =>
    inArchive(bytes, async (path) => {
      await expect(unpack(path)).rejects.toThrow('is no sound zip archive (');
    }),
  );

  it('says why an archive cannot be read', () =>
    inTemporaryFolder(async (folder) => {
      await expect(unpack(join(folder, 'none.zip'))).rejects.toThrow('cannot be read (ENOENT');
      await expect(unpack(folder)).rejects.toThrow('cannot be read (EISDIR');
    }));

  it(
    'meets damaged archives with nothing but an error, and no more bytes than allowed',
    () =>
      inTemporaryFolder(async (folder) => {
        const path = join(folder, 'a.zip');
        const archive = zipArchive([
          { name: 'x', bytes: text },
          { name: 'wanted.txt', bytes: text },
        ]);
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
            fc.option(fc.nat(archive.length)),
            async (changes, length) => {
              const damaged = Buffer.from(archive);
              for (const [position, value] of changes) damaged[position] = value;
              await writeFile(path, damaged.subarray(0, length ?? archive.length));
              try {
                expect((await unpack(path))?.length ?? 0).toBeLessThanOrEqual(largest);
              } catch (error) {
                expect((error as Error).message).toMatch(/^[^\n]+$/);
              }
            },
          ),
          { seed: 1, numRuns: 10_000 },
        );
      }),
    120_000,
  );
});
