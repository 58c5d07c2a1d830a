import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DataError } from '../core/errors.js';
import { appendLine, readFileWhole, writeFileWhole } from './files.js';

vi.mock('node:fs/promises', { spy: true });

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choosy-'));
  return () => rm(folder, { recursive: true });
});

describe('writeFileWhole', () => {
  it('writes bytes, a part of a buffer, and text, in a folder that it makes', async () => {
    const path = join(folder, 'a', 'b', 'file');
    await writeFileWhole(path, Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    expect([...(await readFileWhole(path))]).toEqual([2, 3]);
    await writeFileWhole(path, 'ä');
    expect(await readFile(path, 'utf8')).toBe('ä');
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['file']);
  });

  it.each([
    ['ENOSPC', 'the disk is full; free some space or choose another place'],
    ['EDQUOT', 'the disk quota is used up; free some space or choose another place'],
    ['EROFS', 'the disk is read-only; choose another place'],
    ['EACCES', 'access is denied; check the permissions'],
    ['EPERM', 'access is denied; check the permissions'],
    ['EWHAT', 'something new happened'],
  ])('says what %s means, and leaves the file as it was', async (code, meaning) => {
    const path = join(folder, 'file');
    await writeFileWhole(path, 'before');
    const cause = Object.assign(new Error('something new happened'), { code });
    vi.mocked(rename).mockRejectedValueOnce(cause);
    const error: unknown = await writeFileWhole(path, 'after').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).message).toBe(`Cannot write ${path}: ${meaning}.`);
    expect((error as DataError).cause).toBe(cause);
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['file']);
  });

  // As on a disk that is nearly full, the system takes the first kilobyte, and refuses the rest at the next call.
  it.skipIf(process.platform === 'win32')('leaves nothing of a file for which there is no room', async () => {
    const path = join(folder, 'file');
    await writeFileWhole(path, 'before');
    const script = `
      import { writeFileWhole } from ${JSON.stringify(new URL('files.ts', import.meta.url).href)};
      await writeFileWhole(${JSON.stringify(path)}, new Uint8Array(3000)).catch(({ message }) => console.log(message));`;
    const { stdout, stderr } = spawnSync(
      'bash',
      [
        '-c',
        'ulimit -f 1; exec "$0" "$@"',
        process.execPath,
        '--import',
        import.meta.resolve('tsx'),
        '--input-type=module',
        '-e',
        script,
      ],
      { encoding: 'utf8', env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe(
      `Cannot write ${path}: the file is larger than the system allows; choose another place.\n`,
    );
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['file']);
  });
});

describe('appendLine', () => {
  it('appends lines to a file that it makes, after ending one that was cut short', async () => {
    const path = join(folder, 'a', 'lines');
    await appendLine(path, '');
    expect(await readFile(path, 'utf8')).toBe('');
    await appendLine(path, 'ä');
    await writeFile(path, 'cut', { flag: 'a' });
    await appendLine(path, 'b');
    expect(await readFile(path, 'utf8')).toBe('ä\ncut\nb\n');
  });

  it('says so when the disk took only a part', async () => {
    const path = join(folder, 'lines');
    const file = await open(path, 'a+');
    vi.spyOn(file, 'write').mockResolvedValueOnce({ bytesWritten: 1, buffer: '' });
    vi.mocked(open).mockResolvedValueOnce(file);
    await expect(appendLine(path, 'line')).rejects.toThrow(
      /^Cannot write .*lines: the disk is full; free some space or choose another place\.$/,
    );
  });
});
