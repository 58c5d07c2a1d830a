import { DataError } from '../../core/errors.js';
import type { Cell } from './table-cell.js';
import { ColumnBuilder, type TableSource, typeName } from './table-column.js';
import type { Table } from './table.js';

/** One row of a table: values by the names of their columns. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * Reads a table from rows, as they come. A column is numeric if all of its values are numbers, also as text in
 * decimal notation (but `01234` is text); else it is categorical. Missing are null, undefined, NaN, the texts
 * NA, N/A, NaN, null, None, ? and an empty one, and what a row does not have.
 *
 * @param name What to call the table in messages.
 * @throws DataError if there are no rows, a row is no object, or a value is none or too large for a 32-bit float.
 */
export async function readTable(
  rows: AsyncIterable<Row> | Iterable<Row>,
  { name = 'table' }: { readonly name?: string } = {},
): Promise<Table> {
  const source: TableSource = { kind: 'table', name, unit: 'row' };
  const columns = new Map<string, ColumnBuilder>();
  let size = 0;
  for await (const row of rows) {
    const place = size + 1;
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new DataError(
        `The table "${name}" has a ${typeName(row)} as row ${place}; give objects such as { age: 30 }.`,
      );
    }
    for (const [key, cell] of Object.entries(row)) {
      let column = columns.get(key);
      if (!column) columns.set(key, (column = new ColumnBuilder(key, source)));
      column.set(size, cell, place);
    }
    size++;
  }
  if (columns.size === 0) {
    throw new DataError(`The table "${name}" has no ${size === 0 ? 'rows' : 'columns'}; give some.`);
  }
  return { name, size, columns: [...columns.values()].map((column) => column.finish(size)) };
}
