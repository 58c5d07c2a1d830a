import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from './table.js';

test('numbers are whole, and what is missing is empty', () => {
  const table = {
    columns: ['a', 'b, c'],
    rows: [
      [1 / 3, null],
      ['say "x"', 2],
    ],
  };
  expect(toCsv(table)).toBe('a,"b, c"\r\n0.3333333333333333,\r\n"say ""x""",2\r\n');
});

test('any text comes back', () => {
  const cells = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(cells, (rows) => {
      const csv = toCsv({ columns: ['first', 'second'], rows });
      expect(parse(csv)).toEqual([['first', 'second'], ...rows]);
    }),
  );
});
