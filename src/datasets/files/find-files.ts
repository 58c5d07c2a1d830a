import { open, type FileHandle } from 'node:fs/promises';
import { candidates, dataFolders, type Candidate, type DataFolder } from './data-folders.js';
import { downloadSize, type DataFile, type FileCollection } from './data-file.js';
import type { FileOptions } from './files.js';

/** Where the files of a data set are, as far as their sizes tell. */
export interface FoundFiles {
  /** The folders that have some of them. */
  readonly folders: readonly DataFolder[];
  /** Paths of files that are not what they should be. */
  readonly damaged: readonly string[];
  /** Bytes of all of them, plain. */
  readonly bytes: number;
  /** Bytes to download of those that are nowhere; 0 if all are somewhere. */
  readonly bytesToFetch: number;
}

/**
 * Looks for the files of a data set, in the order in which they would be read, and reads none of them.
 *
 * @throws UsageError if the data directory is none.
 */
export async function findDataFiles<Role extends string>(
  collection: FileCollection<Role>,
  { dataDirectory }: Pick<FileOptions, 'dataDirectory'> = {},
): Promise<FoundFiles> {
  const folders = await dataFolders(collection.folder, dataDirectory);
  const used = new Set<DataFolder>();
  const damaged: string[] = [];
  const missing: DataFile[] = [];
  for (const role of Object.keys(collection.files) as Role[]) {
    const found = await findFile(folders, collection, role);
    if (found === undefined) missing.push(collection.files[role]);
    else if (found.fits) used.add(found.folder);
    else damaged.push(found.path);
  }
  const files: DataFile[] = Object.values(collection.files);
  return {
    folders: folders.filter((folder) => used.has(folder)),
    damaged,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    bytesToFetch: downloadSize(missing),
  };
}

async function findFile<Role extends string>(
  folders: readonly DataFolder[],
  collection: FileCollection<Role>,
  role: Role,
): Promise<{ folder: DataFolder; path: string; fits: boolean } | undefined> {
  for (const folder of folders) {
    for (const candidate of candidates(folder.path, collection, role)) {
      const fits = await hasRightSize(candidate);
      if (fits !== undefined) return { folder, path: candidate.path, fits };
    }
  }
  return undefined;
}

/** Whether a file has the right plain size; undefined if there is none. */
async function hasRightSize({ path, file }: Candidate): Promise<boolean | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    const { size } = await handle.stat();
    if (!path.endsWith('.gz')) return size === file.size;
    // A gzip file ends with its plain size.
    const end = Buffer.alloc(4);
    await handle.read(end, 0, 4, Math.max(size - 4, 0));
    return end.readUInt32LE() === file.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : false;
  } finally {
    await handle?.close();
  }
}
