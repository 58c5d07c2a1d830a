import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeTweet } from './normalize-tweet.js';

describe('normalizeTweet', () => {
  it.each([
    ['@bob http://a.b/c is :-/ ', 'USER URL is :-/'],
    ['RT@Bob_1: hi@@x @ y', 'RTUSER: hi@USER @ y'],
    ['@josé’s httpfoo HTTP://x http ', 'USER’s URL HTTP://x http'],
    ['http://a&quot; b', 'URL b'],
    ['\x1c\x85\u00a0\u3000 x \x1f\u2003', 'x'],
    ['\ufeffx\ufeff', '\ufeffx\ufeff'],
    ['http://a\ufeffb\x85c', 'URL\x85c'],
    ['&nbsp;x &amp;amp; &#64;bob', '\u00a0x &amp; @bob'],
    [' ', ''],
  ])('normalizes %j as Python does', (text, expected) => expect(normalizeTweet(text)).toBe(expected));

  it('leaves no name, link or white space around, of anything', () => {
    const parts = fc.constantFrom(
      '@',
      'a',
      '_',
      'é',
      'http',
      ':',
      ' ',
      '\x85',
      '\u00a0',
      '\x1d',
      '.',
      '1',
      '你',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 20 }), (some) => {
        const text = normalizeTweet(some.join(''));
        expect(text).not.toMatch(
          /@(?!USER)[\p{L}\p{N}_]|http[^\s\x1c-\x1f\x85]|^[\s\x1d\x85]|[\s\x1d\x85]$/u,
        );
      }),
      { seed: 1, numRuns: 10_000 },
    );
  });

  it('takes linear time', () => {
    const start = performance.now();
    for (const part of [' ', '@', '@a', 'http', 'a ', '\u00a0', '&', '&amp']) {
      normalizeTweet(`${part.repeat(200_000)}a`);
      normalizeTweet(`a${part.repeat(200_000)}a`);
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  // The sample has the first 9,999 and the last 10,001 tweets as they were before they were normalized. Whoever
  // made it read them as UTF-8.
  it.skipIf(!process.env['CHOOSY_DATA_DIR'])('normalizes a sample as the whole file is', async () => {
    const folder = join(process.env['CHOOSY_DATA_DIR']!, 'sentiment140');
    const rows = (bytes: Buffer): string[][] => parse(bytes, { record_delimiter: ['\r\n', '\n'] });
    const sample = rows(await readFile(join(folder, 'sample-20000.csv')));
    const whole = gunzipSync(await readFile(join(folder, 'training.1600000.polarity-text.csv.gz')));
    // No tweet has a line end in it.
    let headEnd = 0;
    for (let line = 0; line < 10_000; line++) headEnd = whole.indexOf('\n', headEnd) + 1;
    let tailStart = whole.length;
    for (let line = 0; line < 10_002; line++) tailStart = whole.lastIndexOf('\n', tailStart - 1);
    const normalized = [...rows(whole.subarray(0, headEnd)).slice(1), ...rows(whole.subarray(tailStart + 1))];
    expect([sample.length, normalized.length]).toEqual([20_000, 20_000]);

    const different = sample.flatMap((fields, i) => {
      const text = normalizeTweet(Buffer.from(fields[5]!).toString('latin1'));
      return fields[0] === normalized[i]![0] && text === normalized[i]![1] ? [] : [text];
    });
    // Bytes that were not UTF-8 are lost in the sample, and one space that does not break.
    expect(different.filter((text) => !text.includes('ï¿½?') && !text.startsWith('Photovia '))).toEqual([]);
    expect(different).toHaveLength(12);
  });
});
