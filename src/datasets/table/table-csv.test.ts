import { createReadStream } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../core/errors.js';
import { readCsvTable } from './table-csv.js';
import type { Table } from './table.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): Promise<Table> => readCsvTable([encode(text)], { name: 'my.csv' });

/** Whatever is wrong with the bytes, only a DataError of one sentence may tell. */
async function readAnything(chunks: Uint8Array[]): Promise<void> {
  try {
    const { size, columns } = await readCsvTable(chunks, { name: 'anything' });
    expect(size).toBeGreaterThan(0);
    for (const column of columns) {
      expect((column.kind === 'numeric' ? column.values : column.codes).length).toBe(size);
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toMatch(/^The file "anything" [^\n]*; [^\n]*\.$/);
  }
}

describe('readCsvTable', () => {
  it('reads names and values without the blanks around them', async () => {
    const table = await read('\ufeffage , town\r\n30, Rome\r\n ?,"a, b "\r\n');
    expect(table).toEqual({
      name: 'my.csv',
      size: 2,
      columns: [
        { name: 'age', kind: 'numeric', values: Float64Array.of(30, NaN) },
        { name: 'town', kind: 'categorical', codes: Int32Array.of(0, 1), categories: ['Rome', 'a, b'] },
      ],
    });
  });

  it.each([
    ['', 'ends in line 1 and holds nothing; give a table.'],
    ['a,b\n', 'has no rows after line 1, which names the columns; give some.'],
    ['a,b, a\n1,2,3', 'has two columns with the name "a" in line 1; rename one.'],
    ['a,,\n1,2,3', 'has a column without a name; give it one.'],
    ['a,b\n1,2\n3', 'has 1 fields in line 3, but 2 in the lines before;'],
    ['a,b\n1,2\n\n', 'has nothing in line 3; remove that line.'],
    ['a;b\n1,5;2', 'has its values separated by semicolons in line 1; use commas'],
    ['a,b\n1,"2\n3,4\n', 'opens a quote that is never closed in line 2;'],
    ['a,b\n1,1e400', 'has "1e400" in the column "b" in line 2, which is too large;'],
    ['a\0,\0b\0', 'is not text in UTF-8 in line 1; save it in that encoding.'],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(DataError);
    await expect(read(text)).rejects.toThrow(`The file "my.csv" ${message}`);
  });

  it('refuses a huge value', async () => {
    const message = 'The file "my.csv" has a record of more than 1048576 bytes in line 2;';
    await expect(read(`a,b\n1,${'x'.repeat(2 ** 20)}`)).rejects.toThrow(message);
  });

  it.each([
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0, 0x0a, 0)],
    ['Latin-1', Uint8Array.of(0x61, 0x2c, 0xe9, 0x0a, 0x31, 0x2c, 0x32)],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)],
  ])('refuses %s', async (_, bytes) => {
    const message = 'The file "my.csv" is not text in UTF-8 in line 1; save it in that encoding.';
    await expect(readCsvTable([bytes], { name: 'my.csv' })).rejects.toThrow(message);
  });

  it('hands on the error of a stream', async () => {
    await expect(readCsvTable(createReadStream('no/such/file.csv'))).rejects.toThrow('ENOENT');
  });

  it('meets arbitrary bytes with nothing but a DataError', async () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 32 }), { maxLength: 3 });
    await fc.assert(fc.asyncProperty(chunks, readAnything), { seed: 1, numRuns: 4000 });
  });

  it('meets arbitrary text with nothing but a DataError', async () => {
    const part = fc.constantFrom(
      ...[
        'x,y\n',
        '\n',
        '\r\n',
        '\r',
        ',',
        ';',
        '\t',
        '"',
        '""',
        '1',
        '01',
        '-.5',
        '1e999',
        'NA',
        ' ',
        'é',
        '\0',
      ],
    );
    const chunk = fc.array(part, { maxLength: 8 }).map((parts) => encode(parts.join('')));
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(chunk, { maxLength: 3 }), (headed, chunks) =>
        readAnything(headed ? [encode('x,y\n'), ...chunks] : chunks),
      ),
      { seed: 2, numRuns: 8000 },
    );
  });
});
