import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError } from '../core/errors.js';

/** What is wrong and what to do, by the operating system's code. */
const mends: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space or choose another place',
  EFBIG: 'the file is larger than the system allows; choose another place',
  EDQUOT: 'the disk quota is used up; free some space or choose another place',
  ENOENT: 'there is no such file or folder; check the path',
  EACCES: 'access is denied; check the permissions',
  EPERM: 'access is denied; check the permissions',
  EROFS: 'the disk is read-only; choose another place',
  EISDIR: 'it is a folder; give a file name',
  ENOTDIR: 'part of the path is not a folder; check the path',
  EEXIST: 'part of the path is not a folder; check the path',
};

function fileError(action: string, path: string, error: unknown): DataError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new DataError(`Cannot ${action} ${path}: ${mends[code] ?? message}.`, { cause: error });
}

/**
 * Writes a file whole or not at all; makes the folder that it is to lie in.
 *
 * By hand, since write-file-atomic takes a write that a full disk cut short for a whole one.
 *
 * @throws DataError that says why it could not be written; a file that was there before is as it was.
 */
export async function writeFileWhole(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError('write', path, error);
  }
}

/** @throws DataError that says why the file could not be read. */
export async function readFileWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/**
 * Appends a line in one write, so that lines of several processes do not mix; makes the folder that the file is to
 * lie in. A last line that a crash cut short is ended first, so that it spoils no line but itself.
 *
 * @param line Without its line break; an empty one only makes sure that the file can be written.
 * @throws DataError that says why it could not be written.
 */
export async function appendLine(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+');
    try {
      if (line === '') return;
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      const bytes = Buffer.from(`${size > 0 && last.toString() !== '\n' ? '\n' : ''}${line}\n`);
      const { bytesWritten } = await file.write(bytes);
      // Written on in a second piece, it could be in the middle of another process's line.
      if (bytesWritten < bytes.length) throw Object.assign(new Error('it was cut short'), { code: 'ENOSPC' });
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError('write', path, error);
  }
}
