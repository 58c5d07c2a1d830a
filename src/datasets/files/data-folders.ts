import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { UsageError } from '../../core/errors.js';
import { publishedName, type DataFile, type FileCollection } from './data-file.js';

/** A folder in which the files of a data set may be. */
export interface DataFolder {
  readonly place: 'data directory' | 'cache';
  readonly path: string;
}

/** A path at which a file of a data set may be. */
export interface Candidate {
  readonly path: string;
  /** What must be there; packed with gzip if the path ends in `.gz`. */
  readonly file: DataFile;
  /** Where that file can be had. */
  readonly origin: string;
}

/** The directory in which fetched files are kept: CHOOSY_CACHE_DIR, or that of the operating system. */
export function cacheDirectory(): string {
  return resolve(process.env['CHOOSY_CACHE_DIR'] || envPaths('choosy', { suffix: '' }).cache);
}

/**
 * The folders of a data set in the order in which they are looked at: that in the data directory, if one is
 * given or named by CHOOSY_DATA_DIR, and that in the cache.
 *
 * @throws UsageError if the data directory is none.
 */
export async function dataFolders(
  name: string,
  dataDirectory = process.env['CHOOSY_DATA_DIR'],
): Promise<readonly DataFolder[]> {
  const cache: DataFolder = { place: 'cache', path: join(cacheDirectory(), name) };
  if (!dataDirectory) return [cache];
  const directory = resolve(dataDirectory);
  await checkDirectory(directory);
  return [{ place: 'data directory', path: join(directory, name) }, cache];
}

async function checkDirectory(path: string): Promise<void> {
  const mend = 'name another one in --data, dataDirectory or CHOOSY_DATA_DIR';
  let isDirectory: boolean;
  try {
    isDirectory = (await stat(path)).isDirectory();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'is not there; make it' : `cannot be read (${message}); allow it`;
    throw new UsageError(`The data directory "${path}" ${problem}, or ${mend}.`, { cause: error });
  }
  if (!isDirectory) throw new UsageError(`The data directory "${path}" is not a directory; ${mend}.`);
}

/** Where a file may be in a folder: plain first, since that loads faster, and as the mirrors have it first. */
export function candidates<Role extends string>(
  folder: string,
  { files, npmPackage, mirrors }: FileCollection<Role>,
  role: Role,
): Candidate[] {
  const published = files[role];
  const kinds = [{ file: published, origin: mirrors[0] + publishedName(published) }];
  if (npmPackage?.files !== undefined) {
    kinds.push({ file: npmPackage.files[role], origin: `the npm package ${npmPackage.spec}` });
  }
  return kinds.flatMap(({ file, origin }) =>
    [file.name, `${file.name}.gz`].map((name) => ({ path: join(folder, name), file, origin })),
  );
}
