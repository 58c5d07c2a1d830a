/** The token that fills samples up to their length, and the one of every word that a vocabulary lacks. */
export const padding = 0;
export const unknown = 1;

/** What a vocabulary calls those two. */
export const specialWords: readonly string[] = ['<padding>', '<unknown>'];

/**
 * Orders words by how often they occur, most frequent first; those that are as frequent by their UTF-16 code
 * units, so that the order depends on nothing else.
 *
 * @param words Distinct words.
 * @param counts How often each occurs. Words that never occur are left out.
 * @param largest No more words than this are given.
 * @returns Indices of words.
 */
export function mostFrequentWords(
  words: readonly string[],
  counts: ArrayLike<number>,
  largest: number,
): Uint32Array {
  return Uint32Array.from(words.keys())
    .filter((word) => counts[word]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || (words[a]! < words[b]! ? -1 : 1))
    .slice(0, largest);
}

/**
 * Gives back the words of one sample, which end where its padding begins.
 *
 * @param tokens Token ids of one sample.
 * @param vocabulary The word of each token id.
 */
export function wordsOf(tokens: ArrayLike<number>, vocabulary: readonly string[]): string[] {
  const words: string[] = [];
  for (let i = 0; i < tokens.length && tokens[i] !== padding; i++) {
    words.push(vocabulary[tokens[i]!] ?? specialWords[unknown]!);
  }
  return words;
}
