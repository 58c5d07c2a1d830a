import { tokenizeTweet } from './tweet-tokenizer.js';
import { unknown } from './vocabulary.js';

/**
 * Makes samples of texts, as those of Sentiment140 are.
 *
 * @param vocabulary The word of each token id.
 * @param maxLength Number of tokens of a sample.
 * @returns Token ids, `[texts.length, maxLength]`, row-major; after the last word of a text comes padding (0). A
 * text without a word is one unknown word.
 */
export function encodeTweets(
  texts: readonly string[],
  vocabulary: readonly string[],
  maxLength: number,
): Int32Array {
  const idOf = new Map(vocabulary.map((word, id) => [word, id]));
  const ids = new Int32Array(texts.length * maxLength);
  texts.forEach((text, row) => {
    const words = tokenizeTweet(text).slice(0, maxLength);
    ids[row * maxLength] = unknown;
    words.forEach((word, i) => (ids[row * maxLength + i] = idOf.get(word) ?? unknown));
  });
  return ids;
}
