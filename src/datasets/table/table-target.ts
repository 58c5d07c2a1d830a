import { show } from '../../core/check.js';
import { DataError, UsageError } from '../../core/errors.js';
import { readCell } from './table-cell.js';
import { type Column, findColumn, isMissing, type Table } from './table.js';

/** What is to be learned from a table. */
export interface TargetOptions {
  /** Name of the column. */
  readonly target: string;
  /** Default: regression if the column is numeric, else classification. */
  readonly kind?: 'classification' | 'regression' | undefined;
}

/** The target of the rows that have one. */
export interface TableTarget {
  readonly name: string;
  /** Indices of these rows, ascending. */
  readonly rows: Uint32Array;
  /** One label a row: class indices, or values. */
  readonly labels: Int32Array | Float32Array;
  /** Names of the classes, in ascending order; absent for regression. */
  readonly classNames?: readonly string[];
}

/** Fewer rows leave a part of the split with too little to say anything. */
const fewestRows = 10;
/** With these, whichever the split, at least one is left to train on. */
const fewestOfClass = 3;

/**
 * Takes a column as the target; rows in which it is missing are left out.
 *
 * @throws UsageError if there is no such column, or it is text and a regression was asked for.
 * @throws DataError if there are too few rows with a target or of one class, or all targets are the same.
 */
export function tableTarget(table: Table, { target, kind }: TargetOptions): TableTarget {
  const column = findColumn(table, target);
  const name = `The target ${show(target)} of the table "${table.name}"`;
  const rows = Uint32Array.from(allRows(table).filter((row) => !isMissing(column, row)));
  if (rows.length < fewestRows) {
    throw new DataError(
      `${name} has a value in ${rows.length} rows of ${table.size}; give at least ${fewestRows} rows with one.`,
    );
  }
  if (kind === 'classification' || (kind === undefined && column.kind === 'categorical')) {
    return { name: target, rows, ...classes(column, rows, name) };
  }
  if (column.kind === 'categorical') {
    throw new UsageError(
      `${name} is no number in some rows, such as ${show(firstText(column.categories))}, so there is no regression on ` +
        'it; choose classification, or another target.',
    );
  }
  const labels = Float32Array.from(rows, (row) => column.values[row]!);
  if (labels.every((label) => label === labels[0])) throw constant(name, String(labels[0]));
  return { name: target, rows, labels };
}

const allRows = (table: Table): number[] => Array.from({ length: table.size }, (_, row) => row);

/** What keeps a column from being numeric, if anything does. */
const firstText = (categories: readonly string[]): string =>
  categories.find((category) => typeof readCell(category) === 'string') ?? categories[0]!;

const constant = (name: string, value: string): DataError =>
  new DataError(
    `${name} is ${show(value)} in all rows, so there is nothing to learn; choose one that varies.`,
  );

function classes(
  column: Column,
  rows: Uint32Array,
  name: string,
): Pick<TableTarget, 'labels'> & {
  readonly classNames: readonly string[];
} {
  const classOf = (row: number): string | number =>
    column.kind === 'numeric' ? column.values[row]! : column.categories[column.codes[row]!]!;
  const sizes = new Map<string | number, number>();
  for (const row of rows) sizes.set(classOf(row), (sizes.get(classOf(row)) ?? 0) + 1);
  const rare = [...sizes].filter(([, size]) => size < fewestOfClass).map(([value]) => String(value));
  if (rare.length > 0) {
    throw new DataError(
      `${name} has ${rare.length} of ${sizes.size} classes with fewer than ${fewestOfClass} rows, such as ` +
        `${show(firstText(rare))}; merge or remove them, or choose another target.`,
    );
  }
  // In the order of what they are called, not of where they stand in the table.
  const sorted = [...sizes.keys()].sort((a, b) => (a < b ? -1 : 1));
  if (sorted.length < 2) throw constant(name, String(sorted[0]));
  const indices = new Map(sorted.map((value, index) => [value, index]));
  return {
    classNames: sorted.map(String),
    labels: Int32Array.from(rows, (row) => indices.get(classOf(row))!),
  };
}
