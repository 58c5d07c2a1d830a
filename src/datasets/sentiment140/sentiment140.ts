import { z } from 'zod';
import { checkOptions } from '../../core/check.js';
import type { Dataset } from '../../training/dataset.js';
import { encodeTweets } from './encode-tweets.js';
import type { FileOptions } from '../files/files.js';
import type { TokenizedTweets, TweetPart } from './tokenized-tweets.js';
import { specialWords, unknown } from './vocabulary.js';

export interface Sentiment140Options extends FileOptions {
  /**
   * Number of different token ids, from 3 to 65,536: padding, unknown, and the most frequent words. Default:
   * 20,000, which leaves 2.7 % of the tokens unknown.
   */
  readonly vocabularySize?: number | undefined;
  /**
   * Number of tokens of a sample, from 1 to 255; the rest of a longer tweet is cut off. Default: 36, which cuts
   * 0.15 % of the tweets.
   */
  readonly maxLength?: number | undefined;
}

export interface Sentiment140 {
  /** 1,560,000 tweets, shuffled. */
  readonly train: Dataset;
  /** 20,000 tweets. */
  readonly validation: Dataset;
  /** 20,000 tweets. */
  readonly test: Dataset;
  /** The 359 tweets that people judged positive or negative; absent if their file is not there. */
  readonly manualTest: Dataset | undefined;
  /** The word of each token id. `wordsOf(tokens, vocabulary)` gives a tweet back. */
  readonly vocabulary: readonly string[];
}

const integerFrom = (smallest: number, largest: number): z.ZodType => {
  const error = `must be an integer from ${smallest} to ${largest}`;
  return z.int(error).min(smallest, error).max(largest, error);
};

/**
 * Sentiment140: 1.6 million tweets of 2009, half of them negative (0) and half positive (1), as token ids of
 * shape [maxLength]: the tokens of `tokenizeTweet`, then padding (0). Id 1 is every word that is not in the
 * vocabulary. Needs Node, and about 0.4 GB of memory; the first time 0.8 GB, and half a minute.
 *
 * Emoticons gave the labels and were removed, so the labels are noisy. The tweets that people judged are a set
 * of their own, `manualTest`.
 *
 * The split is always the same, with as many tweets of each class in every part. Tweets of the same tokens are
 * in one part, and the vocabulary is that of the training part, so that nothing of the others is known before.
 *
 * The tweets are read from the data directory or the cache (a folder `sentiment140` in it), and fetched into the
 * cache if they are in neither. Any of these will do: Stanford's trainingandtestdata.zip or the files in it,
 * plain or packed; Kaggle's archive.zip; training.1600000.polarity-text.csv.gz. The tokens are then kept in the
 * cache.
 *
 * Source: A. Go, R. Bhayani and L. Huang 2009, "Twitter sentiment classification using distant supervision";
 * http://help.sentiment140.com. The tweets carry no clear licence.
 *
 * @throws DataError if a file is not what it should be, or cannot be had.
 * @throws UsageError if an option is out of range, or the data directory is none.
 */
export async function loadSentiment140({
  vocabularySize = 20_000,
  maxLength = 36,
  ...fileOptions
}: Sentiment140Options = {}): Promise<Sentiment140> {
  checkOptions(
    'loadSentiment140',
    { vocabularySize: integerFrom(3, 65_536), maxLength: integerFrom(1, 255) },
    { vocabularySize, maxLength },
  );
  // Imported only now, so that what reads files is not loaded until it is used.
  const { readSentiment140 } = await import('#sentiment140-files');
  const { tweets, manual } = await readSentiment140(fileOptions);
  const vocabulary = [...specialWords, ...tweets.words.slice(0, vocabularySize - specialWords.length)];
  const { train, validation, test } = padTweets(tweets, vocabulary.length, maxLength);
  const manualTest =
    manual &&
    makeDataset('manual test', {
      features: encodeTweets(
        manual.map(({ text }) => text),
        vocabulary,
        maxLength,
      ),
      labels: Int32Array.from(manual, ({ label }) => label),
      maxLength,
    });
  return { train, validation, test, manualTest, vocabulary };
}

/** Makes data sets of tweets, in which ids from vocabularySize on are unknown. */
export function padTweets(
  { sizes, lengths, labels, tokens }: TokenizedTweets,
  vocabularySize: number,
  maxLength: number,
): Record<TweetPart, Dataset> {
  let tweet = 0;
  let at = 0;
  const nextPart = (part: TweetPart): Dataset => {
    const first = tweet;
    const end = first + sizes[part];
    const features = new Int32Array(sizes[part] * maxLength);
    for (let row = 0; tweet < end; tweet++, row += maxLength) {
      const length = lengths[tweet]!;
      for (let i = 0; i < Math.min(length, maxLength); i++) {
        const token = tokens[at + i]!;
        features[row + i] = token < vocabularySize ? token : unknown;
      }
      at += length;
    }
    return makeDataset(part, { features, labels: Int32Array.from(labels.subarray(first, end)), maxLength });
  };
  return { train: nextPart('train'), validation: nextPart('validation'), test: nextPart('test') };
}

function makeDataset(
  part: string,
  { features, labels, maxLength }: { features: Int32Array; labels: Int32Array; maxLength: number },
): Dataset {
  return {
    name: `sentiment140 (${part})`,
    sampleShape: [maxLength],
    features,
    labels,
    classNames: ['negative', 'positive'],
  };
}
