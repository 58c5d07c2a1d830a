import { Rng } from '../../core/rng.js';
import { splitGroups } from './split-groups.js';
import { tokenizeTweet } from './tweet-tokenizer.js';
import { mostFrequentWords, specialWords, unknown } from './vocabulary.js';

export const tweetParts = ['train', 'validation', 'test'] as const;
export type TweetPart = (typeof tweetParts)[number];

/** Tweets as token ids, part after part, each tweet at its own length. */
export interface TokenizedTweets {
  /** The words of the ids from 2 on, most frequent first; 1 is every other word. */
  readonly words: readonly string[];
  /** Number of tweets in each part. */
  readonly sizes: Readonly<Record<TweetPart, number>>;
  /** Number of tokens of each tweet, from 1 to 255. */
  readonly lengths: Uint8Array;
  /** 0 (negative) or 1 (positive) for each tweet. */
  readonly labels: Uint8Array;
  /** The token ids of all tweets after one another. */
  readonly tokens: Uint16Array;
}

/** As many words as ids of 16 bits can tell, besides padding and unknown. */
const largestVocabulary = 2 ** 16 - specialWords.length;
const longestTweet = 255;
/** Chosen once. Another seed would be another data set. */
const splitSeed = 140;

/** Takes tweets one by one, and then splits them and makes token ids of them. */
export class TweetCollector {
  readonly #words: string[] = [];
  readonly #indexOf = new Map<string, number>();
  #tokens = new Uint32Array(2 ** 16);
  #tokenCount = 0;
  readonly #lengths: number[] = [];
  readonly #labels: number[] = [];
  readonly #mostWords: number;

  /**
   * @param mostWords More different words than that are not those of tweets, and would fill the memory.
   */
  constructor(mostWords = 2 ** 21) {
    this.#mostWords = mostWords;
  }

  /**
   * @param label 0 or 1.
   * @throws Error whose message goes on from "The file" if these are no tweets.
   */
  add(label: number, text: string): void {
    const words = tokenizeTweet(text);
    const length = Math.min(words.length, longestTweet);
    if (this.#tokenCount + length > this.#tokens.length) {
      const larger = new Uint32Array(2 * this.#tokens.length);
      larger.set(this.#tokens);
      this.#tokens = larger;
    }
    for (let i = 0; i < length; i++) this.#tokens[this.#tokenCount++] = this.#index(words[i]!);
    this.#lengths.push(length);
    this.#labels.push(label);
  }

  #index(word: string): number {
    const known = this.#indexOf.get(word);
    if (known !== undefined) return known;
    if (this.#words.length === this.#mostWords) {
      throw new Error(`has more than ${this.#mostWords} different words`);
    }
    // A copy: a part of a long text would keep all of it in memory.
    const copy = Buffer.from(word, 'utf16le').toString('utf16le');
    this.#words.push(copy);
    this.#indexOf.set(copy, this.#words.length - 1);
    return this.#words.length - 1;
  }

  /**
   * Splits the tweets, the same way each time: equal shares of each class, and equal tweets into one part. The
   * vocabulary is that of the training part, so that nothing is learnt from the others. Each part is shuffled.
   *
   * @param heldBack How many tweets of each class to hold back for validation, and for test.
   */
  finish(heldBack: number): TokenizedTweets {
    const starts = startsOf(this.#lengths);
    const order = this.#split(starts, heldBack);
    const counts = new Uint32Array(this.#words.length);
    for (const tweet of order.train) {
      for (let i = starts[tweet]!; i < starts[tweet + 1]!; i++) counts[this.#tokens[i]!]!++;
    }
    const vocabulary = mostFrequentWords(this.#words, counts, largestVocabulary);
    const idOf = new Uint16Array(this.#words.length).fill(unknown);
    vocabulary.forEach((word, i) => (idOf[word] = specialWords.length + i));

    const tweets = tweetParts.flatMap((part) => [...order[part]]);
    const lengths = Uint8Array.from(tweets, (tweet) => this.#lengths[tweet] || 1);
    const tokens = new Uint16Array(lengths.reduce((sum, length) => sum + length, 0));
    let at = 0;
    for (const tweet of tweets) {
      // A tweet without a word is one unknown word: no sample may be empty.
      if (this.#lengths[tweet] === 0) tokens[at++] = unknown;
      for (let i = starts[tweet]!; i < starts[tweet + 1]!; i++) tokens[at++] = idOf[this.#tokens[i]!]!;
    }
    return {
      words: Array.from(vocabulary, (word) => this.#words[word]!),
      sizes: { train: order.train.length, validation: order.validation.length, test: order.test.length },
      lengths,
      labels: Uint8Array.from(tweets, (tweet) => this.#labels[tweet]!),
      tokens,
    };
  }

  #split(starts: Uint32Array, heldBack: number): Record<TweetPart, Uint32Array> {
    const size = this.#labels.length;
    const hashes = Float64Array.from({ length: size }, (_, tweet) =>
      hashOf(this.#tokens.subarray(starts[tweet], starts[tweet + 1])),
    );
    const partOf = splitGroups(hashes, this.#labels, heldBack, new Rng(splitSeed).fork('split'));
    const rng = new Rng(splitSeed).fork('order');
    const all = Uint32Array.from({ length: size }, (_, tweet) => tweet);
    const [train, validation, test] = tweetParts.map((_, part) =>
      rng.shuffle(all.filter((tweet) => partOf[tweet] === part)),
    ) as [Uint32Array, Uint32Array, Uint32Array];
    return { train, validation, test };
  }
}

/** Where each tweet begins, and where the last one ends. */
function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => (starts[i + 1] = starts[i]! + length));
  return starts;
}

/**
 * 53 bits that tell tweets apart (two hashes after Fowler, Noll and Vo). Should two ever meet in one, they only
 * get into the same part.
 */
function hashOf(tokens: Uint32Array): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (const token of tokens) {
    high = Math.imul(high ^ token, 0x01000193);
    low = Math.imul(low ^ token, 0x85ebca6b) + 1;
    low ^= low >>> 15;
    high ^= high >>> 13;
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
