import { describe, expect, it } from 'vitest';
import { encodeTweets } from './encode-tweets.js';
import { mostFrequentWords, specialWords, wordsOf } from './vocabulary.js';

describe('mostFrequentWords', () => {
  it('orders words by how often they occur, then by themselves, and leaves out what never does', () => {
    const words = ['b', 'é', 'a', 'zz', 'never'];
    const order = (largest: number): string[] =>
      Array.from(mostFrequentWords(words, [2, 2, 2, 5, 0], largest), (word) => words[word]!);
    expect(order(10)).toEqual(['zz', 'a', 'b', 'é']);
    expect(order(2)).toEqual(['zz', 'a']);
    expect(order(0)).toEqual([]);
  });
});

describe('encodeTweets and wordsOf', () => {
  const vocabulary = [...specialWords, 'a', 'hug', '<user>'];

  it('make token ids of texts, and words of token ids', () => {
    const ids = encodeTweets(['@bob Huuug a b', '', 'a hug a hug a'], vocabulary, 4);
    expect([...ids]).toEqual([4, 1, 2, 1, 1, 0, 0, 0, 2, 3, 2, 3]);
    const words = [0, 4, 8].map((row) => wordsOf(ids.subarray(row, row + 4), vocabulary).join(' '));
    expect(words).toEqual(['<user> <unknown> a <unknown>', '<unknown>', 'a hug a hug']);
    expect(wordsOf([99, 2], vocabulary)).toEqual(['<unknown>', 'a']);
  });
});
