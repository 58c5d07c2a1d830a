import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../core/errors.js';
import { csvNumber, csvNumbers, csvRows, parseCsv } from './csv.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const fieldsOf = (bytes: Uint8Array): (readonly string[])[] =>
  parseCsv(bytes, 'table').map(({ fields }) => fields);

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const special = fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', 'é', '😀', ' ', '');
const fields = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.array(special).map((s) => s.join('')),
);
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(fields, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
  );

/** Reads what may be anything as a table of two columns: whatever is wrong with it, only a DataError may tell. */
function readAnything(bytes: Uint8Array): void {
  try {
    const records = parseCsv(bytes, 'anything');
    expect(records.length).toBeGreaterThan(0);
    expect(new Set(records.map((record) => record.fields.length)).size).toBe(1);
    const lines = records.map(({ line }) => line);
    expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
    const rows = csvRows(records, { columns: ['x', 'y'], size: records.length - 1 }, 'anything');
    const numbers = csvNumbers(rows, 0, 2, 'anything');
    expect(numbers.every((value) => Number.isFinite(value))).toBe(true);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toMatch(/^The file "anything" [^\n]* in line \d+[^\n]*; [^\n]*\.$/);
  }
}

describe('parseCsv', () => {
  it('gives back what was written, with the line in which each record starts', () => {
    fc.assert(
      fc.property(
        tables,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        (table, end, bom, last) => {
          const lines = table.map((record) => record.map(quoted).join());
          const bytes = encode((bom ? '\ufeff' : '') + lines.join(end) + (last ? end : ''));
          // In a larger buffer, as a file read into a pool is.
          const pool = new Uint8Array(bytes.length + 6);
          pool.set(bytes, 3);
          const records = parseCsv(pool.subarray(3, 3 + bytes.length), 'table');
          expect(records.map((record) => record.fields)).toEqual(table);
          let line = 1;
          records.forEach((record, i) => {
            expect(record.line).toBe(line);
            line += (lines[i] + end).split('\n').length - 1;
          });
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('meets arbitrary bytes with nothing but a DataError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), readAnything), { seed: 2, numRuns: 10_000 });
  });

  it('meets arbitrary tables with nothing but a DataError', () => {
    const part = fc.constantFrom(
      ...['x,y\n', '\n', '\r\n', '\r', ',', '"', '""', '1', '-.5', '2.e3', '1e999', 'NaN', ' ', 'é', '\0'],
    );
    fc.assert(
      fc.property(fc.boolean(), fc.array(part, { maxLength: 20 }), (headed, parts) =>
        readAnything(encode((headed ? 'x,y\n' : '') + parts.join(''))),
      ),
      { seed: 3, numRuns: 10_000 },
    );
  });

  it('meets damaged tables with nothing but a DataError', () => {
    const numbers = fc.array(fc.tuple(fc.double({ noNaN: true }), fc.integer()), { maxLength: 5 });
    fc.assert(
      fc.property(numbers, fc.nat(60), fc.nat(255), fc.nat(100), (rows, position, value, length) => {
        const bytes = encode(['x,y', ...rows.map((row) => row.join())].join('\n'));
        readAnything(bytes.subarray(0, length));
        if (position < bytes.length) bytes[position] = value;
        readAnything(bytes);
      }),
      { seed: 4, numRuns: 10_000 },
    );
  });

  it('reads fields with and without quotes', () => {
    expect(fieldsOf(encode('a,"b ""c"" , d", e \r\n,"",\n'))).toEqual([
      ['a', 'b "c" , d', ' e '],
      ['', '', ''],
    ]);
    expect(fieldsOf(encode('a'))).toEqual([['a']]);
  });

  it.each([
    ['nothing', '', 'ends in line 1 and holds nothing'],
    ['a record that is too short', 'a,b\n1,2\n3\n', 'has 1 fields in line 3, but 2 in the lines before'],
    ['a record that is too long', 'a,b\n1,2,3', 'has 3 fields in line 2, but 2 in'],
    ['an empty line', 'a,b\n\n1,2', 'has nothing in line 2; remove that line.'],
    ['an open quote', 'a,b\n1,2\n3,"4\n5,6\n', 'opens a quote that is never closed in line 3; give'],
    ['more after a quote', 'a,"x\r\ny"\r\n1,"2"3', 'between a closing quote and the next comma in line 3;'],
    ['a quote in a field', 'a,b\n1,2"', 'has a quote within a field that does not start with one in line 2'],
    ['a huge record', `a\n"${'b'.repeat(2 ** 20 + 9)}"`, 'has a record of more than 1048576 bytes in line 2'],
  ])('refuses %s', (_, text, message) => {
    const parse = (): unknown => parseCsv(encode(text), 'table');
    expect(parse).toThrow(DataError);
    expect(parse).toThrow(
      `The file "table" ${message.startsWith('between') ? 'has something ' : ''}${message}`,
    );
  });

  it('refuses what is not UTF-8', () => {
    const parse = (): unknown => parseCsv(Uint8Array.of(0x61, 0x0a, 0x62, 0x0a, 0xe9, 0x0a), 'table');
    expect(parse).toThrow(DataError);
    expect(parse).toThrow('The file "table" is not text in UTF-8 in line 3; save it');
  });
});

describe('csvRows', () => {
  const rows = (text: string, size = 1): unknown =>
    csvRows(parseCsv(encode(text), 'table'), { columns: ['x', 'y'], size }, 'table');

  it('gives the records after the header', () => {
    expect(rows('X,y\n1,2\n')).toEqual([{ line: 2, fields: ['1', '2'] }]);
    expect(rows('x,y', 0)).toEqual([]);
  });

  it.each([
    ['x\n1', 'has 1 columns in line 1 instead of 2; give one with the columns x, y.'],
    ['y,x\n1,2', 'has the column "y" in line 1 instead of "x"; give'],
    [`x,"${'y\n'.repeat(50)}"\n1,2`, `has the column "${'y\\n'.repeat(20)}..." in line 1`],
    ['x,y', 'has 0 records up to line 1 instead of 1; give the whole file.'],
    ['x,y\n1,2\n3,4', 'has 2 records up to line 3 instead of 1'],
  ])('refuses %j', (text, message) => {
    expect(() => rows(text)).toThrow(DataError);
    expect(() => rows(text)).toThrow(message);
  });

  it('refuses no records at all', () => {
    expect(() => csvRows([], { columns: ['x'], size: 0 }, 'table')).toThrow(DataError);
  });
});

describe('csvNumber', () => {
  const read = (field: string): number => csvNumber({ line: 7, fields: ['', field] }, 1, 'table');

  it('reads every number that JavaScript writes', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(String(value))).toBe(value === 0 ? 0 : value);
      }),
      { seed: 5, numRuns: 2000 },
    );
    expect(['+1', '.5', '1.', '1E-2', '007'].map(read)).toEqual([1, 0.5, 1, 0.01, 7]);
  });

  it.each([['', 'NA', 'NaN', 'Infinity', ' 1', '1 ', '0x10', '1,5', '1e', '.', '-', '1_0', '١', '1\n']])(
    'refuses %j',
    (...texts) => {
      for (const text of texts) {
        expect(() => read(text)).toThrow(DataError);
        expect(() => read(text)).toThrow(`has ${JSON.stringify(text)} as value 2 in line 7; give a number.`);
      }
    },
  );

  it('refuses what a 32-bit float cannot hold, and a value that is not there', () => {
    expect(() => read('3.5e38')).toThrow('has "3.5e38" as value 2 in line 7, which is too large; give');
    expect(() => csvNumber({ line: 1, fields: [] }, 0, 'table')).toThrow(DataError);
    // Long enough to take for ever by a pattern that goes back and forth.
    expect(() => read(`${'1'.repeat(100_000)}x`)).toThrow(DataError);
  });
});
