import { createHash } from 'node:crypto';
import { DataError, FileFormatError } from '../../core/errors.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  type SafetensorsFile,
  type StoredArray,
} from '../../core/safetensors.js';
import { tweetParts, type TokenizedTweets, type TweetPart } from './tokenized-tweets.js';
import { specialWords } from './vocabulary.js';

const format = 'choosy tokenized tweets';

/**
 * Tokenized tweets as the bytes of a safetensors file.
 *
 * @param key What they were made of and how: only who asks for the same key gets them back.
 */
export function encodeTokenizedTweets(
  { words, sizes, lengths, labels, tokens }: TokenizedTweets,
  key: string,
) {
  const arrays = {
    // 16 bits each, the lower 8 first; no machine that Node runs on has them the other way round.
    tokens: new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength),
    lengths,
    labels,
    // No word has white space in it.
    words: new TextEncoder().encode(words.join('\n')),
    sizes: Uint32Array.from(tweetParts, (part) => sizes[part]),
  };
  return encodeSafetensors({
    tensors: Object.fromEntries(
      Object.entries(arrays).map(([name, data]) => [name, { shape: [data.length], data }]),
    ),
    metadata: { format, key, sha256: checksum(arrays) },
  });
}

/**
 * Reads what encodeTokenizedTweets wrote.
 *
 * @param name What to call the file in an error.
 * @throws DataError if it is cut off, damaged, of another key, or something else.
 */
export function decodeTokenizedTweets(bytes: Uint8Array, key: string, name: string): TokenizedTweets {
  const fail = (what: string): never => {
    throw new DataError(`The file "${name}" ${what}; it is made again.`);
  };
  const { tensors, metadata } = decode(bytes) ?? fail('is damaged');
  if (metadata['format'] !== format) fail('is no file of tokenized tweets');
  if (metadata['key'] !== key) fail('is of another version or of other tweets');
  const array = <T extends StoredArray>(tensor: string, type: new (length: number) => T): T => {
    const data = Object.hasOwn(tensors, tensor) ? tensors[tensor]!.data : undefined;
    return data instanceof type ? data : fail(`lacks its ${tensor}`);
  };
  const arrays = {
    tokens: array('tokens', Uint8Array),
    lengths: array('lengths', Uint8Array),
    labels: array('labels', Uint8Array),
    words: array('words', Uint8Array),
    sizes: array('sizes', Uint32Array),
  };
  if (metadata['sha256'] !== checksum(arrays)) fail('is damaged');

  const { lengths, labels } = arrays;
  const tokens = new Uint16Array(arrays.tokens.buffer, 0, arrays.tokens.length >> 1);
  const text = new TextDecoder().decode(arrays.words);
  const words = text === '' ? [] : text.split('\n');
  const sizes = Object.fromEntries(tweetParts.map((part, i) => [part, arrays.sizes[i] ?? 0]));
  const isWhole =
    arrays.sizes.reduce((sum, size) => sum + size, 0) === lengths.length &&
    arrays.sizes.length === tweetParts.length &&
    labels.length === lengths.length &&
    lengths.reduce((sum, length) => sum + length, 0) * 2 === arrays.tokens.length &&
    lengths.every((length) => length > 0) &&
    labels.every((label) => label < 2) &&
    tokens.every((token) => token > 0 && token < words.length + specialWords.length);
  if (!isWhole) fail('contradicts itself');
  return { words, sizes: sizes as Record<TweetPart, number>, lengths, labels, tokens };
}

function decode(bytes: Uint8Array): SafetensorsFile | undefined {
  try {
    return decodeSafetensors(bytes, 'it');
  } catch (error) {
    if (error instanceof FileFormatError) return undefined;
    throw error;
  }
}

function checksum(arrays: Record<string, StoredArray>): string {
  const hash = createHash('sha256');
  for (const [name, data] of Object.entries(arrays)) {
    hash.update(`${name} ${data.byteLength}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
