import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolders } from '../files/data-folders.js';
import type { FileOptions } from '../files/files.js';
import type { FoundFiles } from '../files/find-files.js';
import { tokensName } from './sentiment140-files.js';
import { sentiment140Source, tweetCandidates } from './sentiment140-source.js';

/**
 * Looks for the tweets, in the order in which they would be read, and reads none of them: the tokens in the
 * cache, and any file that they are made of.
 *
 * @throws UsageError if the data directory is none.
 */
export async function findSentiment140({
  dataDirectory,
}: Pick<FileOptions, 'dataDirectory'>): Promise<FoundFiles> {
  const { archive, training } = sentiment140Source;
  const folders = await dataFolders(archive.folder, dataDirectory);
  const cache = folders.at(-1)!;
  const places = [{ folder: cache, path: join(cache.path, tokensName) }];
  for (const folder of folders) {
    for (const { path } of tweetCandidates(folder.path, training.files, archive.files.archive.name)) {
      places.push({ folder, path });
    }
  }
  for (const { folder, path } of places) {
    const bytes = await sizeOf(path);
    if (bytes !== undefined) return { folders: [folder], damaged: [], bytes, bytesToFetch: 0 };
  }
  const { size } = archive.files.archive;
  return { folders: [], damaged: [], bytes: size, bytesToFetch: size };
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
