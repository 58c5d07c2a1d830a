import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChoosyError, UsageError } from '../../core/errors.js';
import { streamCsv } from './csv-stream.js';
import { type CsvRecord, parseCsv } from './csv.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function readAll(chunks: Iterable<Uint8Array>): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const block of streamCsv(chunks, 'table')) records.push(...block);
  return records;
}

/** Chunks that a source fills again as soon as the next one is asked for. */
function* reused(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (let start = 0; start < bytes.length; start += size) {
    const part = bytes.subarray(start, start + size);
    buffer.set(part);
    yield buffer.subarray(0, part.length);
  }
}

/** Records, or the message of the error. */
const outcome = async (read: () => CsvRecord[] | Promise<CsvRecord[]>): Promise<unknown> => {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ChoosyError)) throw error;
    return error.message;
  }
};

describe('streamCsv', () => {
  it('gives the records that parseCsv gives of the whole, however it is cut, and refuses what that refuses', async () => {
    const part = fc.constantFrom(
      ...['a,b\n', '"x ""y"" z",1\n', '"1\n2",3\r\n', '\n', '\r\n', ',', '"', '""', 'é', '😀', '\xe9', '\0'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 20 }),
        fc.integer({ min: 1, max: 30 }),
        async (parts, size) => {
          // Starts with a comma, and so with no other separator.
          const bytes = encode(['h,i\n', ...parts].join(''));
          const whole = await outcome(() => parseCsv(bytes, 'table'));
          const cut = await outcome(() => readAll(reused(bytes, size)));
          // Of several errors, that in the first piece is told.
          if (typeof whole === 'string')
            expect(cut).toMatch(/^The file "table" [^\n]* in line \d+; [^\n]*\.$|fields/);
          else expect(cut).toEqual(whole);
        },
      ),
      { seed: 1, numRuns: 1500 },
    );
  });

  it('reads a table of many pieces', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i},"${'é\n'.repeat(i % 5)}"`);
    const records = await readAll([encode(lines.join('\n'))]);
    expect(records.length).toBe(30_000);
    expect(records.at(-1)!.fields).toEqual(['29999', 'é\n'.repeat(4)]);
    // The last of them has four line ends of 60,000, which are behind its start.
    expect(records.at(-1)!.line).toBe(30_000 + 60_000 - 4);
  });

  it.each([
    ['1,2"', 'has a quote within a field that does not start with one in line 20001;'],
    ['1', 'has 1 fields in line 20001, but 2 in the lines before;'],
    ['1,\0', 'is not text in UTF-8 in line 20001;'],
  ])('tells the line of %j in a late piece', async (line, message) => {
    const lines = [...Array.from({ length: 20_000 }, () => '12345,67890'), line, '1,2\n'];
    expect(await outcome(() => readAll([encode(lines.join('\n'))]))).toContain(`The file "table" ${message}`);
  });

  it.each([
    ['of what nobody closes', `a,b\n"${'é'.repeat(2 ** 20)}`],
    ['of nothing but commas', `a,b\n${','.repeat(2 ** 21)}`],
  ])('refuses a huge record %s', async (_, text) => {
    expect(await outcome(() => readAll([encode(text)]))).toContain(
      'The file "table" has a record of more than 1048576 bytes in line 2;',
    );
  });

  it.each([
    ['a;b;c\n1,5;2;3', 'has its values separated by semicolons in line 1; use commas, and points as'],
    ['"a";"b"\n1;2', 'has its values separated by semicolons in line 1; use commas, and points as'],
    ['a\tb\n1\t2', 'has its values separated by tabs in line 1; use commas, and points as'],
    ['a,b\r1,2\r3,4\r', 'has a line that ends in CR alone in line 1; save it with LF or CRLF instead.'],
    ['', 'ends in line 1 and holds nothing; give a table.'],
  ])('refuses %j', async (text, message) => {
    expect(await outcome(() => readAll([encode(text)]))).toContain(`The file "table" ${message}`);
  });

  it('refuses text that was decoded already', async () => {
    const reading = readAll(['a,b\n'] as unknown as Uint8Array[]);
    await expect(reading).rejects.toThrow(UsageError);
    await expect(reading).rejects.toThrow('must be bytes (Uint8Array), got "a,b\\n"; read the file without');
  });
});
