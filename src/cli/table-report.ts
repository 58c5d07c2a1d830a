import Table from 'cli-table3';
import {
  type Column,
  type ColumnEncoding,
  isMissing,
  type Table as DataTable,
  type TableEncoding,
} from '../datasets/index.js';
import { formatCount } from '../core/format.js';

/** What was made of a table: a row for each column. */
export function describeTable(table: DataTable, { columns, target, classNames }: TableEncoding): string {
  // Fits into a terminal of 80 columns.
  const rows = new Table({
    head: ['column', 'kind', 'missing', 'encoded as'],
    colWidths: [24, 13, 10, 28],
    wordWrap: true,
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
  });
  const encodings = new Map(columns.map((entry) => [entry.name, entry]));
  for (const column of table.columns) {
    const entry = encodings.get(column.name);
    const goal = classNames ? `target: ${list(classNames)}` : 'target: a number';
    rows.push([
      column.name,
      column.kind,
      missingIn(column, table.size),
      entry ? describeEncoding(entry) : goal,
    ]);
  }
  const missing = missingIn(
    table.columns.find(({ name }) => name === target)!,
    table.size,
  );
  return [
    `${table.name}: ${formatCount(table.size)} rows`,
    rows.toString(),
    ...(missing === '' ? [] : [`Rows in which "${target}" is missing are left out: ${missing}.`]),
  ].join('\n');
}

function missingIn(column: Column, size: number): string {
  let count = 0;
  for (let row = 0; row < size; row++) if (isMissing(column, row)) count++;
  return count === 0 ? '' : formatCount(count);
}

function describeEncoding(encoding: ColumnEncoding): string {
  switch (encoding.kind) {
    case 'numeric':
      return encoding.hasMissingFeature ? 'standardized, and 1 if missing' : 'standardized';
    case 'categorical':
      return list([...encoding.categories, 'other']);
    case 'unused':
      return `not used: ${encoding.reason}`;
  }
}

/** `1 of 9: Paris, Rome, …`. */
function list(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), '…'] : names;
  return `1 of ${names.length}: ${shown.map((name) => (name.length > 20 ? `${name.slice(0, 20)}…` : name)).join(', ')}`;
}
