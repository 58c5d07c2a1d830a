import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { DataError } from '../../core/errors.js';
import type { FileCollection } from '../files/data-file.js';
import { sentiment140Files } from './sentiment140-archive.js';
import {
  manualLayout,
  normalizedLayout,
  readTweets,
  stanfordLayout,
  type TweetContent,
  type TweetLayout,
  type TweetListener,
  type TweetStreams,
} from './sentiment140-rows.js';
import { withZipMember } from '../formats/zip-member.js';

/** A file of tweets by its name, plain. */
export interface TweetFile {
  readonly name: string;
  readonly layout: TweetLayout;
}

/** A set of tweets, and the files that hold it, each of them whole. */
export interface TweetFiles {
  readonly content: TweetContent;
  readonly files: readonly TweetFile[];
  /** Whether an archive without it is wrong. */
  readonly isInAllArchives: boolean;
}

/** Where the tweets come from. */
export interface TweetSource {
  /** What is fetched if nothing else is there. */
  readonly archive: FileCollection<'archive'>;
  /** Tweets that emoticons labelled. */
  readonly training: TweetFiles;
  /** Tweets that people labelled. */
  readonly manual: TweetFiles;
  /** How many tweets of each class to hold back for validation, and for test. */
  readonly heldBack: number;
}

export const sentiment140Source: TweetSource = {
  archive: sentiment140Files,
  training: {
    content: {
      size: 1_600_000,
      sha256: '8ccb1bc5bb824890cc88dfec8eb78dc943448b7816a6f738b6746088a39f4273',
    },
    files: [
      { name: 'training.1600000.polarity-text.csv', layout: normalizedLayout },
      { name: 'training.1600000.processed.noemoticon.csv', layout: stanfordLayout },
    ],
    isInAllArchives: true,
  },
  manual: {
    content: {
      size: 498,
      sha256: 'c9e02627ef41d0c533ec75888f9ad65ef790843c42ea8b67d5fc6ee9b27fcc80',
    },
    files: [{ name: 'testdata.manual.2009.06.14.csv', layout: manualLayout }],
    isInAllArchives: false,
  },
  heldBack: 10_000,
};

/** What Kaggle's page and its program call the archive in which they give Stanford's training file. */
const kaggleArchives = ['archive.zip', 'sentiment140.zip'];

/** A path at which tweets may be. */
export interface TweetCandidate {
  readonly path: string;
  readonly packing: 'none' | 'gzip' | 'zip';
  /** What is there: one of them. */
  readonly files: readonly TweetFile[];
}

/**
 * Reads tweets from the first file that holds them in some folders: a plain one, one packed with gzip or zip,
 * or one in an archive.
 *
 * @param onFound Told the path of a file before the first of its tweets.
 * @returns Whether there is such a file.
 * @throws DataError if a file is not what it should be; the listener may have got tweets of it already.
 */
export async function readTweetsFrom(
  folders: readonly string[],
  { content, files, isInAllArchives }: TweetFiles,
  { files: { archive }, mirrors }: FileCollection<'archive'>,
  onTweet: TweetListener,
  onFound: (path: string) => void = () => {},
): Promise<boolean> {
  for (const candidate of folders.flatMap((folder) => tweetCandidates(folder, files, archive.name))) {
    const { path } = candidate;
    if (!(await isThere(path))) continue;
    try {
      const read = (source: TweetStreams, layout: TweetLayout): Promise<void> => {
        onFound(path);
        return readTweets(source, layout, content, onTweet);
      };
      if (await readCandidate(candidate, read)) return true;
      if (isInAllArchives) throw new Error(`has no ${files.map(({ name }) => name).join(' or ')} in it`);
    } catch (error) {
      const { message, cause } = error as Error;
      const isDenied = ['EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
      throw new DataError(
        `The file "${path}" ${message}; ${isDenied ? 'check its permissions' : 'delete it and run again'}, or ` +
          `put ${archive.name} from ${mirrors[0]} in its place.`,
        { cause: error },
      );
    }
  }
  return false;
}

/** @returns Whether it holds one of the files, as only an archive may not. */
async function readCandidate(
  { path, packing, files }: TweetCandidate,
  read: (source: TweetStreams, layout: TweetLayout) => Promise<void>,
): Promise<boolean> {
  if (packing === 'zip') {
    const members = files.map(({ name, layout }) => ({ name, largest: layout.largest, layout }));
    return withZipMember(path, members, (content, { layout }) => read([content], layout));
  }
  const { layout } = files[0]!;
  const file = createReadStream(path, { highWaterMark: 2 ** 18 });
  await read(packing === 'gzip' ? [file, createGunzip({ chunkSize: 2 ** 18 })] : [file], layout);
  return true;
}

/** Where tweets may be in a folder, in the order in which they are looked for. */
export function tweetCandidates(
  folder: string,
  files: readonly TweetFile[],
  archive: string,
): TweetCandidate[] {
  const alone = files.flatMap((file): TweetCandidate[] => [
    { path: join(folder, file.name), packing: 'none', files: [file] },
    { path: join(folder, `${file.name}.gz`), packing: 'gzip', files: [file] },
  ]);
  const archives = [archive, ...kaggleArchives, ...files.map(({ name }) => `${name}.zip`)];
  return [
    ...alone,
    ...archives.map((name): TweetCandidate => ({ path: join(folder, name), packing: 'zip', files })),
  ];
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
