import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../core/errors.js';
import { decodeSafetensors, encodeSafetensors } from '../../core/safetensors.js';
import { decodeTokenizedTweets, encodeTokenizedTweets } from './tokenized-tweets-file.js';
import { TweetCollector, type TokenizedTweets } from './tokenized-tweets.js';

const collections = fc
  .array(fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 20 }), label: fc.nat(1) }), {
    maxLength: 12,
  })
  .map((tweets) => {
    const collector = new TweetCollector();
    for (const { label, text } of tweets) collector.add(label, text);
    return collector.finish(1);
  });

/** Reads what may be anything: whatever is wrong with it, only a DataError may tell. */
function readAnything(bytes: Uint8Array): TokenizedTweets | undefined {
  try {
    return decodeTokenizedTweets(bytes, 'key', 'anything');
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toMatch(/^The file "anything" [^\n]*; it is made again\.$/);
    return undefined;
  }
}

describe('a file of tokenized tweets', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(collections, fc.nat(8), (tweets, offset) => {
        const file = encodeTokenizedTweets(tweets, 'key');
        // In a larger buffer, as a file read into a pool is.
        const bytes = new Uint8Array(offset + file.length + 3).subarray(offset, offset + file.length);
        bytes.set(file);
        expect(decodeTokenizedTweets(bytes, 'key', 'tweets')).toEqual(tweets);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('is refused when any byte of it is another, or is missing', () => {
    fc.assert(
      fc.property(collections, fc.nat(), fc.nat(255), fc.nat(), (tweets, position, value, length) => {
        const file = encodeTokenizedTweets(tweets, 'key');
        expect(readAnything(file.subarray(0, length % file.length))).toBeUndefined();
        const place = position % file.length;
        if (file[place] === value) return;
        file[place] = value;
        // A header may be written in several ways, but nothing else comes of it.
        const read = readAnything(file);
        if (read !== undefined) expect(read).toEqual(tweets);
      }),
      { seed: 2, numRuns: 10_000 },
    );
  });

  it('meets arbitrary bytes with nothing but a DataError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(readAnything(bytes)).toBeUndefined();
      }),
      { seed: 3, numRuns: 10_000 },
    );
  });

  it('is refused if it contradicts itself, though its checksum be right', () => {
    const small = fc.uint8Array({ max: 3, maxLength: 4 });
    const sizes = fc.uint32Array({ max: 3, maxLength: 4 });
    const words = fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 });
    fc.assert(
      fc.property(small, small, small, sizes, words, (tokens, lengths, labels, numbers, some) => {
        const [train = 0, validation = 0, test = 0] = numbers;
        const tweets: TokenizedTweets = {
          tokens: Uint16Array.from(tokens),
          lengths,
          labels,
          words: some,
          sizes: { train, validation, test },
        };
        const read = readAnything(encodeTokenizedTweets(tweets, 'key'));
        if (read === undefined) return;
        expect(read).toEqual(tweets);
        expect(lengths.length).toBe(train + validation + test);
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(tokens.length);
      }),
      { seed: 4, numRuns: 10_000 },
    );
  });

  it.each([
    ['of another key', { key: 'another' }, 'is of another version or of other tweets'],
    ['of another format', { format: 'weights' }, 'is no file of tokenized tweets'],
    ['with another checksum', { sha256: '0' }, 'is damaged'],
  ])('is refused if it is one %s', (_, change, message) => {
    const { tensors, metadata } = decodeSafetensors(
      encodeTokenizedTweets(new TweetCollector().finish(0), 'key'),
      '',
    );
    const file = encodeSafetensors({ tensors, metadata: { ...metadata, ...change } });
    expect(() => decodeTokenizedTweets(file, 'key', 'x')).toThrow(
      `The file "x" ${message}; it is made again.`,
    );
  });

  it('is refused if it lacks something', () => {
    const { tensors, metadata } = decodeSafetensors(
      encodeTokenizedTweets(new TweetCollector().finish(0), 'key'),
      '',
    );
    for (const name of Object.keys(tensors)) {
      const { [name]: _, ...rest } = tensors;
      const file = encodeSafetensors({ tensors: rest, metadata });
      expect(() => decodeTokenizedTweets(file, 'key', 'x')).toThrow(
        `The file "x" lacks its ${name}; it is made`,
      );
    }
  });
});
