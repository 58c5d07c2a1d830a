import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  manualLayout,
  normalizedLayout,
  readTweets,
  stanfordLayout,
  type TweetContent,
  type TweetLayout,
} from './sentiment140-rows.js';

type Row = readonly [polarity: string, text: string];

const contentOf = (rows: readonly Row[]): TweetContent => ({
  size: rows.length,
  sha256: createHash('sha256')
    .update(rows.map(([polarity, text]) => `${polarity},${text}\n`).join(''))
    .digest('hex'),
});

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const stanfordFile = (rows: readonly Row[], end = '\n'): Buffer =>
  Buffer.from(
    rows
      .map(([polarity, text]) => [polarity, '1', 'Mon Apr 06', 'NO_QUERY', 'me', text].map(quoted).join())
      .join(end),
    'latin1',
  );
const normalizedFile = (rows: readonly Row[], end = '\n'): Buffer =>
  Buffer.from(['polarity,text', ...rows.map((row) => row.map(quoted).join())].join(end));

async function read(bytes: Uint8Array, layout: TweetLayout, content: TweetContent): Promise<Row[]> {
  const rows: Row[] = [];
  await readTweets([Readable.from([bytes])], layout, content, (...row) => rows.push(row));
  return rows;
}

/** Reads what may be anything: there may be an error, but it is one of ours, on one line. */
async function readAnything(bytes: Uint8Array, layout: TweetLayout, content: TweetContent): Promise<boolean> {
  try {
    await read(bytes, layout, content);
    return true;
  } catch (error) {
    const { message } = error as Error;
    expect(message).toMatch(/^(?:has |holds |does not begin |is no table |cannot be read )[^\n]+$/);
    return false;
  }
}

const polarities = fc.constantFrom('0', '4');
const latin1 = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', ',', '\n', ' ', 'a'),
      fc.nat(255).map((code) => String.fromCharCode(code)),
    ),
    {
      maxLength: 10,
    },
  )
  // Nothing that is normalized away, so that it comes back as it is.
  .map((characters) => `.${characters.join('').replace(/[@&]/g, '')}.`);

describe.each([
  ['Stanford', stanfordLayout, stanfordFile],
  ['normalized', normalizedLayout, normalizedFile],
] as const)('readTweets, of a %s file', (_, layout, fileOf) => {
  it('gives back what was written', async () => {
    const tweets = fc.array(fc.tuple(polarities, latin1), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(tweets, fc.constantFrom('\n', '\r\n'), async (rows, end) => {
        expect(await read(fileOf(rows, end), layout, contentOf(rows))).toEqual(rows);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('meets damaged files with nothing but an error of its own', async () => {
    const tweets = fc.array(fc.tuple(polarities, latin1), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(tweets, fc.nat(), fc.nat(255), fc.nat(), async (rows, position, value, length) => {
        const bytes = fileOf(rows);
        const content = contentOf(rows);
        await readAnything(bytes.subarray(0, length % bytes.length), layout, content);
        bytes[position % bytes.length] = value;
        await readAnything(bytes, layout, content);
      }),
      { seed: 2, numRuns: 5000 },
    );
  });

  it('meets anything with nothing but an error of its own', async () => {
    const part = fc.constantFrom(
      ...[
        'polarity,text\n',
        '0',
        '4',
        ',',
        '"',
        '""',
        '\n',
        '\r\n',
        '\r',
        '"0","1","d","q","u","',
        'é',
        '\0',
        '@a',
        '&amp',
      ],
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(part, { maxLength: 20 }).map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(3), async (some, size) => {
        expect(await readAnything(some, layout, { size, sha256: '' })).toBe(false);
      }),
      { seed: 3, numRuns: 10_000 },
    );
  });

  it.each([
    ['has 1 tweets instead of 2', [['0', 'a']], ''],
    [
      'has more than 2 tweets',
      [
        ['0', 'a'],
        ['4', 'b'],
        ['4', 'c'],
      ],
      '',
    ],
    [
      'has other tweets than Sentiment140, or was saved in another encoding',
      [
        ['0', 'a'],
        ['4', 'c'],
      ],
      '',
    ],
    [
      'has other tweets',
      [
        ['0', 'a'],
        ['0', 'b'],
      ],
      '',
    ],
    [
      'has other tweets',
      [
        ['4', 'b'],
        ['0', 'a'],
      ],
      '',
    ],
    [
      'has the polarity "2" in row 2',
      [
        ['0', 'a'],
        ['2', 'b'],
      ],
      '',
    ],
    [
      'has 3 fields instead of',
      [
        ['0', 'a'],
        ['4', 'b'],
      ],
      '\nx,y,z\n',
    ],
    ['is no table of comma-separated values (Quote Not Closed', [['0', 'a']], '\n4,"b'],
    ['is no table of comma-separated values (Max Record Size', [['0', 'a']], `\n4,"${'b'.repeat(20_000)}`],
  ] as [string, Row[], string][])('refuses a file that %s', async (message, rows, more) => {
    const content = contentOf([
      ['0', 'a'],
      ['4', 'b'],
    ]);
    const file = Buffer.concat([fileOf(rows), Buffer.from(more)]);
    await expect(read(file, layout, content)).rejects.toThrow(message);
  });

  it('reads no more bytes than such a file has', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield ((given += 2 ** 16), Buffer.alloc(2 ** 16, '\r\n'));
      })(),
    );
    const reading = readTweets([endless], { ...layout, largest: 2 ** 20 }, { size: 1, sha256: '' }, () => {});
    await expect(reading).rejects.toThrow(/^(?:has|does not begin|holds)/);
    expect(given).toBeLessThan(2 ** 21);
  });

  it('says that a packed file is damaged', async () => {
    const rows = Array.from({ length: 1000 }, (_, i): Row => ['0', `tweet ${i}`]);
    const packed = gzipSync(fileOf(rows));
    const unpack = (bytes: Buffer): Promise<void> =>
      readTweets([Readable.from([bytes]), createGunzip()], layout, contentOf(rows), () => {});
    await unpack(packed);
    await expect(unpack(packed.subarray(0, 500))).rejects.toThrow('cannot be read (unexpected end of file)');
    await expect(unpack(fileOf(rows))).rejects.toThrow('cannot be read (incorrect header check)');
  });
});

describe('readTweets', () => {
  it('normalizes what Stanford has', async () => {
    const file = stanfordFile([['0', '@me http://a.b "Ã© &lt;3 ']]);
    const content = contentOf([['0', 'USER URL "Ã© <3']]);
    expect(await read(file, stanfordLayout, content)).toEqual([['0', 'USER URL "Ã© <3']]);
  });

  it('gives the neutral tweets of the manual file too', async () => {
    const rows: Row[] = [
      ['2', 'a'],
      ['4', 'b'],
    ];
    expect(await read(stanfordFile(rows), manualLayout, contentOf(rows))).toEqual(rows);
  });

  it('refuses a normalized file without its header', async () => {
    const file = Buffer.from('0,a\n');
    await expect(read(file, normalizedLayout, contentOf([['0', 'a']]))).rejects.toThrow(
      'does not begin with polarity,text',
    );
  });
});
