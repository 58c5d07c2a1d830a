import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import { dataFolders } from '../files/data-folders.js';
import { fetchFiles, type FetchTask } from '../files/fetch-files.js';
import type { FileOptions } from '../files/files.js';
import { repairUtf8 } from './repair-utf8.js';
import { readTweetsFrom, sentiment140Source, type TweetSource } from './sentiment140-source.js';
import { decodeTokenizedTweets, encodeTokenizedTweets } from './tokenized-tweets-file.js';
import { TweetCollector, type TokenizedTweets } from './tokenized-tweets.js';
import { withWorkFolder } from '../files/work-folder.js';

/** Raise it whenever the same tweets get other token ids or another split, by the tokenizer, say. */
const version = 1;
/** Name of the file in the cache that keeps the tokens. */
export const tokensName = 'tokens.safetensors';

/** A tweet that people labelled. */
export interface LabelledTweet {
  /** 0 (negative) or 1 (positive). */
  readonly label: number;
  /** With USER for @names and URL for links. */
  readonly text: string;
}

/** The content of the files. */
export interface Sentiment140Content {
  readonly tweets: TokenizedTweets;
  /** Absent if only the file of the others is there. */
  readonly manual: readonly LabelledTweet[] | undefined;
}

/**
 * Gives the tweets of Sentiment140, from the cache if they have been read before, else from the first file of
 * them in the data directory or the cache, or from the network. All of them are checked by a SHA-256.
 *
 * The tokens are kept in the cache. If it cannot be written, they are made again next time.
 *
 * @throws DataError if a file is not what it should be, or cannot be had.
 * @throws UsageError if the data directory is none.
 */
export async function readSentiment140(
  { dataDirectory, onProgress = () => {}, onBytes = () => {} }: FileOptions,
  source: TweetSource = sentiment140Source,
): Promise<Sentiment140Content> {
  const folders = (await dataFolders(source.archive.folder, dataDirectory)).map(({ path }) => path);
  const progress = { onProgress, onBytes };
  const tokensPath = join(folders.at(-1)!, tokensName);
  const key = `version ${version} of ${source.training.content.sha256}`;
  let tweets = await readTokens(tokensPath, key, progress);
  if (tweets === undefined) {
    tweets = await makeTokens(folders, source, progress);
    await keepTokens(folders.at(-1)!, encodeTokenizedTweets(tweets, key), progress);
  }
  return { tweets, manual: await readManual(folders, source) };
}

type Progress = Pick<FetchTask, 'onProgress' | 'onBytes'>;

async function readTokens(
  path: string,
  key: string,
  { onProgress }: Progress,
): Promise<TokenizedTweets | undefined> {
  try {
    return decodeTokenizedTweets(await readFile(path), key, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof DataError) onProgress(message);
    else if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      onProgress(`The file "${path}" cannot be read (${message}); it is made again.`);
    }
    return undefined;
  }
}

async function makeTokens(
  folders: readonly string[],
  source: TweetSource,
  progress: Progress,
): Promise<TokenizedTweets> {
  const { archive, training, heldBack } = source;
  const collector = new TweetCollector();
  const readFrom = (places: readonly string[]): Promise<boolean> =>
    readTweetsFrom(
      places,
      training,
      archive,
      (polarity, text) => collector.add(polarity === '4' ? 1 : 0, repairUtf8(text)),
      (path) => progress.onProgress(`Making tokens of the tweets in "${path}", once (half a minute) ...`),
    );
  if (!(await readFrom(folders))) {
    await fetchArchive(folders, source, progress);
    if (!(await readFrom(folders.slice(-1)))) {
      throw new DataError(
        `The file "${join(folders.at(-1)!, archive.files.archive.name)}" was removed just after it had been ` +
          'fetched; run again.',
      );
    }
  }
  return collector.finish(heldBack);
}

async function fetchArchive(
  folders: readonly string[],
  { archive, training }: TweetSource,
  { onProgress, onBytes }: Progress,
): Promise<void> {
  try {
    await fetchFiles({
      collection: archive,
      roles: ['archive'],
      cacheFolder: folders.at(-1)!,
      folderForUser: folders[0]!,
      onProgress,
      onBytes,
    });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const kaggle = 'https://www.kaggle.com/datasets/kazanova/sentiment140';
    throw new DataError(
      `${error.message.replace(/\.$/, '')}, or put ${training.files.at(-1)!.name} from ${kaggle} there.`,
      { cause: error },
    );
  }
}

async function keepTokens(cacheFolder: string, bytes: Uint8Array, { onProgress }: Progress): Promise<void> {
  try {
    await withWorkFolder(cacheFolder, async (folder) => {
      await writeFile(join(folder, tokensName), bytes);
      await rename(join(folder, tokensName), join(cacheFolder, tokensName));
    });
  } catch (error) {
    onProgress(
      `The tokens cannot be kept in the cache folder "${cacheFolder}" (${(error as Error).message}); set ` +
        'CHOOSY_CACHE_DIR to a directory that can be written, so that they need not be made again.',
    );
  }
}

async function readManual(
  folders: readonly string[],
  { archive, manual }: TweetSource,
): Promise<readonly LabelledTweet[] | undefined> {
  const tweets: LabelledTweet[] = [];
  const found = await readTweetsFrom(folders, manual, archive, (polarity, text) => {
    if (polarity !== '2') tweets.push({ label: polarity === '4' ? 1 : 0, text: repairUtf8(text) });
  });
  return found ? tweets : undefined;
}
