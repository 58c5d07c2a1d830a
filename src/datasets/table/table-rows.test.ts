import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../core/errors.js';
import type { Cell } from './table-cell.js';
import { readCsvTable } from './table-csv.js';
import { readTable, type Row } from './table-rows.js';
import { isMissing, type Table } from './table.js';

const column = (table: Table, name: string) => table.columns.find((candidate) => candidate.name === name)!;
const wrong = (rows: unknown) => readTable(rows as Iterable<Row>);

describe('readTable', () => {
  it('tells numbers, categories and missing values apart', async () => {
    const table = await readTable([
      { age: 30, size: '1.80', zip: '01234', code: '7', yes: true },
      { age: null, size: ' -2e1 ', zip: '10115', code: 'x', yes: false },
      { size: 'n/a', zip: ' NaN', code: '7.0', extra: 'late' },
    ]);
    expect(table).toEqual({
      name: 'table',
      size: 3,
      columns: [
        { name: 'age', kind: 'numeric', values: Float64Array.of(30, NaN, NaN) },
        { name: 'size', kind: 'numeric', values: Float64Array.of(1.8, -20, NaN) },
        { name: 'zip', kind: 'categorical', codes: Int32Array.of(0, 1, -1), categories: ['01234', '10115'] },
        { name: 'code', kind: 'categorical', codes: Int32Array.of(0, 1, 0), categories: ['7', 'x'] },
        { name: 'yes', kind: 'categorical', codes: Int32Array.of(0, 1, -1), categories: ['true', 'false'] },
        { name: 'extra', kind: 'categorical', codes: Int32Array.of(-1, -1, 0), categories: ['late'] },
      ],
    });
  });

  it.each([['', ' ', 'NA', 'na', 'N/A', 'NaN', 'null', 'NULL', 'None', '?', null, undefined, NaN]])(
    'takes %j for missing',
    async (...cells) => {
      const table = await readTable(cells.map((cell) => ({ cell })));
      cells.forEach((_, row) => expect(isMissing(table.columns[0]!, row)).toBe(true));
      expect(table.columns[0]!.kind).toBe('numeric');
    },
  );

  it.each([['0', '-0.5', '.5', '1.', '+3', '1E-2', '0e1'].map(String), ['1e38', '-3.4e38']])(
    'takes %j for numbers',
    async (...cells) => {
      const table = await readTable(cells.map((cell) => ({ cell })));
      expect(column(table, 'cell')).toMatchObject({ values: Float64Array.from(cells, Number) });
    },
  );

  it.each([['007', '-01', '1,5', '0x10', '12%', '1 000', 'Infinity', 'true', '٣', '--1', 'e5']])(
    'takes %j for text',
    async (...cells) => {
      for (const cell of cells) {
        const table = await readTable([{ cell }]);
        expect(column(table, 'cell')).toMatchObject({ kind: 'categorical', categories: [cell] });
      }
    },
  );

  it('takes rows as they come', async () => {
    async function* rows(): AsyncGenerator<Row> {
      for (let i = 0; i < 100; i++) yield { i };
    }
    const table = await readTable(rows(), { name: 'stream' });
    expect(table.name).toBe('stream');
    expect(column(table, 'i')).toMatchObject({ values: Float64Array.from({ length: 100 }, (_, i) => i) });
  });

  it.each([
    [[], 'The table "table" has no rows; give some.'],
    [[{}, {}], 'The table "table" has no columns; give some.'],
    [[{ a: 1 }, null], 'has a Null as row 2; give objects such as { age: 30 }.'],
    [[[1, 2]], 'has a Array as row 1;'],
    [
      [{ a: new Date(0) }],
      'has a Date in the column "a" in row 1, which is neither text, number, boolean nor',
    ],
    [[{ a: 1n }], 'has a BigInt in the column "a" in row 1,'],
    [[{ a: Infinity }], 'has Infinity in the column "a" in row 1, which is too large; give numbers whose'],
    [[{ a: 1 }, { a: '1e400' }], 'has "1e400" in the column "a" in row 2, which is too large;'],
    [[{ a: -3.5e38 }], 'has -3.5e+38 in the column "a" in row 1, which is too large;'],
    [[{ ' ': 1 }], 'has a column without a name; give it one.'],
  ])('refuses %o', async (rows, message) => {
    await expect(wrong(rows)).rejects.toThrow(DataError);
    await expect(wrong(rows)).rejects.toThrow(message);
  });

  it('meets arbitrary rows with nothing but a DataError, and makes the table that their CSV makes', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        '01',
        '1',
        '1.0',
        '1e5',
        'NA',
        '',
        ' ',
        'nan',
        '"',
        ',',
        '\n',
        'é',
        'true',
        '1e400',
      ),
      // Without -0, which a text does not tell from 0.
      fc.double({ noDefaultInfinity: true }).map((x) => x + 0),
      fc.boolean(),
      fc.constantFrom(null, undefined),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    const quoted = (value: Cell): string => `"${String(value ?? '').replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
        const csv = ['x,y', ...rows.map((row) => row.map(quoted).join())].join('\n');
        const tables = await Promise.allSettled([
          readTable(rows.map(([x, y]) => ({ x, y }))),
          readCsvTable([new TextEncoder().encode(csv)]),
        ]);
        const [ofRows, ofCsv] = tables;
        if (ofRows.status === 'rejected') {
          for (const outcome of tables) {
            expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(DataError) as DataError });
            expect((outcome as PromiseRejectedResult).reason).toMatchObject({
              message: expect.stringMatching(
                /in the column "[xy]" in (row|line) \d+, which is too large/,
              ) as string,
            });
          }
          return;
        }
        expect(ofCsv).toEqual(ofRows);
        for (const found of ofRows.value.columns) {
          if (found.kind === 'numeric') {
            expect(found.values.every((value) => Number.isNaN(value) || Math.abs(value) < 3.5e38)).toBe(true);
          } else {
            expect(found.codes.every((code) => code >= -1 && code < found.categories.length)).toBe(true);
            expect(new Set(found.codes.filter((code) => code >= 0)).size).toBe(found.categories.length);
          }
        }
      }),
      { seed: 1, numRuns: 10_000 },
    );
  });
});
