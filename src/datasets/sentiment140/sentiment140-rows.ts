import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { normalizeTweet } from './normalize-tweet.js';

/** A file, and what unpacks it. */
export type TweetStreams = readonly [Readable, ...Transform[]];

/** How a file of tweets is written. */
export interface TweetLayout {
  readonly encoding: 'latin1' | 'utf8';
  /** Whether the names of the columns are in the first row. */
  readonly hasHeader: boolean;
  /** Names of the columns. */
  readonly columns: readonly string[];
  readonly polarities: readonly string[];
  /** No more bytes than this are read. */
  readonly largest: number;
  /** Gives the text as it is used from the one that is written. */
  readonly normalize: (text: string) => string;
}

/** Stanford's file of 1.6 million tweets. */
export const stanfordLayout: TweetLayout = {
  encoding: 'latin1',
  hasHeader: false,
  columns: ['polarity', 'id', 'date', 'query', 'user', 'text'],
  polarities: ['0', '4'],
  largest: 2 ** 28,
  normalize: normalizeTweet,
};

/** Stanford's file of 498 tweets that people judged. */
export const manualLayout: TweetLayout = { ...stanfordLayout, polarities: ['0', '2', '4'], largest: 2 ** 20 };

/** Polarity and text alone, the text normalized already. */
export const normalizedLayout: TweetLayout = {
  encoding: 'utf8',
  hasHeader: true,
  columns: ['polarity', 'text'],
  polarities: ['0', '4'],
  largest: 2 ** 27,
  normalize: (text) => text,
};

/** Gets the polarity, '0' (negative), '2' (neutral) or '4' (positive), and the normalized text. */
export type TweetListener = (polarity: string, text: string) => void;

/** Tweets, by what tells whether they are the right ones. */
export interface TweetContent {
  readonly size: number;
  /** SHA-256 of `POLARITY,TEXT\n` of all tweets, normalized, in UTF-8. */
  readonly sha256: string;
}

/** The longest row, in bytes. Stanford's are all below 1,000. */
const longestRow = 2 ** 14;

/**
 * Streams tweets out of a file.
 *
 * @param onTweet Gets the polarity and the normalized text of each. The tweets are known to be right only when
 * the promise is kept.
 * @throws Error whose message goes on from "The file": what is wrong with it, without a mend.
 */
export async function readTweets(
  source: TweetStreams,
  layout: TweetLayout,
  content: TweetContent,
  onTweet: TweetListener,
): Promise<void> {
  const hash = createHash('sha256');
  let pending = '';
  let size = 0;
  let isHeader = layout.hasHeader;
  const take = (fields: string[]): null => {
    if (isHeader) {
      isHeader = false;
      if (fields.join() === layout.columns.join()) return null;
      throw new Error(`does not begin with ${layout.columns.join()}`);
    }
    size++;
    if (size > content.size) throw new Error(`has more than ${content.size} tweets`);
    const polarity = fields[0]!;
    if (!layout.polarities.includes(polarity)) {
      throw new Error(`has the polarity ${JSON.stringify(polarity.slice(0, 20))} in row ${size}`);
    }
    const text = layout.normalize(fields.at(-1)!);
    pending += `${polarity},${text}\n`;
    if (pending.length > 2 ** 16) {
      hash.update(pending);
      pending = '';
    }
    onTweet(polarity, text);
    return null;
  };
  await parseRows(source, layout, take);
  hash.update(pending);
  if (size !== content.size) throw new Error(`has ${size} tweets instead of ${content.size}`);
  if (hash.digest('hex') !== content.sha256) {
    throw new Error('has other tweets than Sentiment140, or was saved in another encoding');
  }
}

async function parseRows(
  [source, ...unpacking]: TweetStreams,
  { encoding, columns, largest }: TweetLayout,
  take: (fields: string[]) => null,
): Promise<void> {
  let problem: Error | undefined;
  const parser = parse({
    encoding,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: longestRow,
    // Nothing is passed on, since a stream of objects is slow.
    on_record: (fields: string[], { records }) => {
      try {
        if (fields.length === columns.length) return take(fields);
        throw new Error(`has ${fields.length} fields instead of ${columns.length} in record ${records}`);
      } catch (error) {
        throw (problem = error as Error);
      }
    },
  });
  let received = 0;
  const limit = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      received += chunk.length;
      if (received > largest) done((problem = new Error(`holds more than ${largest} bytes`)));
      else done(null, chunk);
    },
  });
  try {
    await pipeline([source, ...unpacking, limit, parser]);
  } catch (error) {
    // The pipeline may report that it was aborted rather than why.
    if (problem !== undefined) throw problem;
    const { message } = error as Error;
    const kind = error instanceof CsvError ? 'is no table of comma-separated values' : 'cannot be read';
    throw new Error(`${kind} (${message})`, { cause: error });
  }
}
