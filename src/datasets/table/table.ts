import { show } from '../../core/check.js';
import { UsageError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';

/** A column all of whose values are numbers. */
export interface NumericColumn {
  readonly name: string;
  readonly kind: 'numeric';
  /** One value a row, NaN where it is missing. */
  readonly values: Float64Array;
}

/** A column with a value that is no number. */
export interface CategoricalColumn {
  readonly name: string;
  readonly kind: 'categorical';
  /** One index into `categories` a row, -1 where the value is missing. */
  readonly codes: Int32Array;
  /** All different values, in the order in which they came. A number among them is in its shortest form. */
  readonly categories: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** Rows of values of several kinds, column by column; `readTable` and `readCsvTable` make one. */
export interface Table {
  readonly name: string;
  /** Number of rows. */
  readonly size: number;
  readonly columns: readonly Column[];
}

/** @throws UsageError that suggests the nearest name. */
export function findColumn(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  const names = table.columns.map((column) => column.name);
  throw new UsageError(
    `The table "${table.name}" has no column ${show(name)}; did you mean ${show(nearestName(name, names))}?`,
  );
}

/** Whether a row has no value in a column. */
export const isMissing = (column: Column, row: number): boolean =>
  column.kind === 'numeric' ? Number.isNaN(column.values[row]) : column.codes[row]! < 0;
