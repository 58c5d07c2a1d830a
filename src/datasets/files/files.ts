import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import { readDataFile, type FileCollection } from './data-file.js';
import { candidates, dataFolders } from './data-folders.js';
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
  /** Told how many bytes have been downloaded, and of how many. */
  readonly onBytes?: ((received: number, total: number) => void) | undefined;
}

/**
 * Gives the bytes of the files of a data set, from the first place that has them: the data directory, the
 * cache (CHOOSY_CACHE_DIR, by default the user's cache directory for Choosy), or the network, from where
 * they are put into the cache. Each file is checked by its SHA-256 before it is used.
 *
 * @returns The plain bytes of each file; where the package of a data set has other bytes than the mirrors,
 * those of either.
 * @throws DataError if a file is not what it should be, or cannot be had.
 * @throws UsageError if the data directory is none.
 */
export async function readDataFiles<Role extends string>(
  collection: FileCollection<Role>,
  { dataDirectory, onProgress = () => {}, onBytes = () => {} }: FileOptions = {},
): Promise<Record<Role, Uint8Array>> {
  const folders = (await dataFolders(collection.folder, dataDirectory)).map(({ path }) => path);
  const cacheFolder = folders.at(-1)!;

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
      folderForUser: folders[0]!,
      onProgress,
      onBytes,
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

async function readFrom<Role extends string>(
  folders: readonly string[],
  collection: FileCollection<Role>,
  role: Role,
): Promise<Uint8Array | undefined> {
  for (const folder of folders) {
    for (const { path, file, origin } of candidates(folder, collection, role)) {
      try {
        const bytes = await readDataFile(path, file);
        if (bytes !== undefined) return bytes;
      } catch (error) {
        const { message, cause } = error as Error;
        const isDenied = ['EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '');
        const first = isDenied ? 'check its permissions' : 'delete it and run again to have it fetched';
        throw new DataError(
          `The file "${path}" ${message}; ${first}, or put the one from ${origin} in its place.`,
          { cause: error },
        );
      }
    }
  }
  return undefined;
}
