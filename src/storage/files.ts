import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { DataError } from '../core/errors.js';

/** What is wrong and what to do, by the operating system's code. */
const mends: Record<string, string> = {
  ENOSPC: 'the disk is full; free some space or choose another place',
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
 * @throws DataError that says why it could not be written; a file that was there before is as it was.
 */
export async function writeFileWhole(path: string, content: Uint8Array | string): Promise<void> {
  try {
    const data =
      typeof content === 'string' ? content : Buffer.from(content.buffer, content.byteOffset, content.length);
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, data);
  } catch (error) {
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
