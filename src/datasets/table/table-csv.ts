import { show } from '../../core/check.js';
import { DataError } from '../../core/errors.js';
import { ColumnBuilder, type TableSource } from './table-column.js';
import type { Table } from './table.js';

/**
 * Reads a table from a file of comma-separated values whose first line names the columns, as its bytes come, such as
 * from `createReadStream(path)` or `[bytes]`. Needs Node. Columns are those that
 * `readTable` would make of the rows; blanks around names and values do not count.
 *
 * The file must be text in UTF-8, with quotes only around whole fields, and as many fields in each line.
 *
 * @param name What to call the file in messages.
 * @throws DataError if the file is another, or has no rows, or two columns of one name; it says in which line.
 */
export async function readCsvTable(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { name = 'table' }: { readonly name?: string } = {},
): Promise<Table> {
  const started = startAtOnce(chunks);
  // Imported only now: its library needs Buffer as soon as it is loaded, which a browser does not have.
  const { streamCsv } = await import('../formats/csv-stream.js');
  const source: TableSource = { kind: 'file', name, unit: 'line' };
  let columns: readonly ColumnBuilder[] | undefined;
  let size = 0;
  for await (const block of streamCsv(started, name)) {
    for (const { fields, line } of block) {
      if (!columns) {
        columns = namedColumns(fields, source);
        continue;
      }
      for (let i = 0; i < fields.length; i++) columns[i]!.set(size, fields[i], line);
      size++;
    }
  }
  if (size === 0) {
    throw new DataError(`The file "${name}" has no rows after line 1, which names the columns; give some.`);
  }
  return { name, size, columns: columns!.map((column) => column.finish(size)) };
}

/** Asks for the first chunk at once: what fails while nobody listens to it, such as a stream, ends the program. */
function startAtOnce(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const first = Promise.resolve(iterator.next());
  first.catch(() => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (let next = await first; !next.done; next = await iterator.next()) yield next.value;
      } finally {
        await iterator.return?.();
      }
    },
  };
}

function namedColumns(header: readonly string[], source: TableSource): ColumnBuilder[] {
  const names = header.map((name) => name.trim());
  const again = names.find((name, i) => names.indexOf(name) < i);
  if (again !== undefined && again !== '') {
    throw new DataError(
      `The file "${source.name}" has two columns with the name ${show(again)} in line 1; rename one.`,
    );
  }
  return names.map((name) => new ColumnBuilder(name, source));
}
