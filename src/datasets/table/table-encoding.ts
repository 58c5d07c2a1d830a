import { show } from '../../core/check.js';
import { DataError, UsageError } from '../../core/errors.js';
import { mean as meanOf } from '../../core/sum.js';
import { readCell } from './table-cell.js';
import type { CategoricalColumn, Column, NumericColumn, Table } from './table.js';

/** A numeric column becomes `(value - mean) / deviation`. */
export interface NumericEncoding {
  readonly name: string;
  readonly kind: 'numeric';
  /** What stands in for a missing value. */
  readonly median: number;
  readonly mean: number;
  readonly deviation: number;
  /** Whether a second feature follows, which is 1 where the value is missing, else 0. */
  readonly hasMissingFeature: boolean;
}

/** A categorical column becomes one feature a frequent category, and a last one for others and missing values: one is 1. */
export interface CategoricalEncoding {
  readonly name: string;
  readonly kind: 'categorical';
  readonly categories: readonly string[];
}

/** A column that becomes no feature. */
export interface UnusedEncoding {
  readonly name: string;
  readonly kind: 'unused';
  readonly reason: 'empty' | 'constant' | 'row numbers' | 'no frequent value';
}

export type ColumnEncoding = NumericEncoding | CategoricalEncoding | UnusedEncoding;

/** How rows become features and the target becomes labels. Plain data, to be saved as JSON. */
export interface TableEncoding {
  /** All columns but the target, in the order of their features. */
  readonly columns: readonly ColumnEncoding[];
  /** Name of the column to learn. */
  readonly target: string;
  /** Names of the classes, in the order of the network's outputs; absent for regression. */
  readonly classNames?: readonly string[];
}

/** More categories than this are too rare to be learned one by one. */
const mostCategories = 50;
/** A category of fewer rows is learned by heart. */
const fewestOfCategory = 3;
/** From this share of different values on, a text column names its rows. */
const shareOfNames = 0.9;
/** What is so many standard deviations away is as good as anything farther, which may overflow in a network. */
const farthest = 1e6;

/**
 * Finds out how to encode all columns but the target: what the numbers' median, mean and deviation are, and
 * which categories are the most frequent.
 *
 * @param rows The rows to train on: what is learned from others makes a test too favourable.
 * @throws DataError if no column is of use.
 */
export function fitColumns(table: Table, target: string, rows: Uint32Array): ColumnEncoding[] {
  const columns = table.columns
    .filter(({ name }) => name !== target)
    .map((column) => (column.kind === 'numeric' ? fitNumeric(column, rows) : fitCategorical(column, rows)));
  if (encodedWidth(columns) === 0) {
    const why = columns.map((column) => `${show(column.name)} (${'reason' in column ? column.reason : ''})`);
    throw new DataError(
      `The table "${table.name}" has nothing to learn ${show(target)} from` +
        `${why.length === 0 ? '' : `: ${why.slice(0, 5).join(', ')}`}; give columns that tell something about it.`,
    );
  }
  return columns;
}

/** Number of features of an encoded row. */
export const encodedWidth = (columns: readonly ColumnEncoding[]): number =>
  columns.reduce((width, column) => width + columnWidth(column), 0);

function columnWidth(column: ColumnEncoding): number {
  if (column.kind === 'unused') return 0;
  return column.kind === 'numeric' ? 1 + Number(column.hasMissingFeature) : column.categories.length + 1;
}

/**
 * Encodes rows, also of another table than the one that the encoding was fitted to: categories that it did not
 * have count as missing.
 *
 * @param rows Indices of the rows; default: all.
 * @returns The features of the rows after one another; all are finite.
 * @throws UsageError if the table lacks a column.
 * @throws DataError if a column that was numeric has a text.
 */
export function encodeTable(
  table: Table,
  { columns: encodings }: Pick<TableEncoding, 'columns'>,
  rows?: Uint32Array,
): Float32Array {
  const chosen = rows ?? Uint32Array.from({ length: table.size }, (_, row) => row);
  const width = encodedWidth(encodings);
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const features = new Float32Array(chosen.length * width);
  let offset = 0;
  for (const entry of encodings) {
    if (entry.kind === 'unused') continue;
    const column = columns.get(entry.name);
    if (!column) {
      throw new UsageError(
        `The table "${table.name}" has no column ${show(entry.name)}, which it was encoded by; give its values, or null.`,
      );
    }
    const out = { features, width, offset };
    if (entry.kind === 'numeric') encodeNumeric(column, entry, chosen, out, table.name);
    else encodeCategorical(column, entry, chosen, out);
    offset += columnWidth(entry);
  }
  return features;
}

/** Where the features of a column go. */
interface Out {
  readonly features: Float32Array;
  readonly width: number;
  readonly offset: number;
}

function encodeNumeric(
  column: Column,
  { median, mean, deviation, hasMissingFeature }: NumericEncoding,
  rows: Uint32Array,
  { features, width, offset }: Out,
  table: string,
): void {
  if (column.kind === 'categorical') {
    const text = column.categories.find((category) => typeof readCell(category) === 'string');
    throw new DataError(
      `The table "${table}" has ${show(text)} in the column ${show(column.name)}, which had only numbers before; ` +
        'give a number, or null.',
    );
  }
  rows.forEach((row, i) => {
    const value = column.values[row]!;
    const isMissing = Number.isNaN(value);
    const distance = ((isMissing ? median : value) - mean) / deviation;
    features[i * width + offset] = Math.max(-farthest, Math.min(farthest, distance));
    if (hasMissingFeature) features[i * width + offset + 1] = Number(isMissing);
  });
}

function encodeCategorical(
  column: Column,
  { categories }: CategoricalEncoding,
  rows: Uint32Array,
  { features, width, offset }: Out,
): void {
  const places = new Map(categories.map((category, place) => [category, place]));
  const placeOf = (category: string): number => places.get(category) ?? categories.length;
  const byCode = column.kind === 'categorical' ? column.categories.map(placeOf) : [];
  rows.forEach((row, i) => {
    const place =
      column.kind === 'categorical'
        ? (byCode[column.codes[row]!] ?? categories.length)
        : placeOf(String(column.values[row]));
    features[i * width + offset + place] = 1;
  });
}

function fitNumeric({ name, values }: NumericColumn, rows: Uint32Array): ColumnEncoding {
  const there = Float64Array.from(rows, (row) => values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const hasMissingFeature = there.length < rows.length;
  if (there.length === 0) return { name, kind: 'unused', reason: 'empty' };
  if (there[0] === there.at(-1) && !hasMissingFeature) return { name, kind: 'unused', reason: 'constant' };
  if (countsRows(values)) return { name, kind: 'unused', reason: 'row numbers' };
  // By itself: a mean of equal numbers may be off by its last digit.
  if (there[0] === there.at(-1)) {
    return { name, kind: 'numeric', median: there[0]!, mean: there[0]!, deviation: 1, hasMissingFeature };
  }
  const middle = there.length / 2;
  const median = (there[Math.ceil(middle - 1)]! + there[Math.floor(middle)]!) / 2;
  const filled = Float64Array.from(rows, (row) => (Number.isNaN(values[row]) ? median : values[row]!));
  const mean = meanOf(filled);
  const deviation = Math.sqrt(meanOf(filled.map((value) => (value - mean) ** 2))) || 1;
  return { name, kind: 'numeric', median, mean, deviation, hasMissingFeature };
}

/** Whether the values are 0, 1, 2, … or 1, 2, 3, …: where rows are sorted, these would give the target away. */
const countsRows = (values: Float64Array): boolean =>
  (values[0] === 0 || values[0] === 1) && values.every((value, row) => value === values[0]! + row);

function fitCategorical({ name, codes, categories }: CategoricalColumn, rows: Uint32Array): ColumnEncoding {
  const counts = new Map<string, number>();
  let there = 0;
  for (const row of rows) {
    const category = categories[codes[row]!];
    if (category === undefined) continue;
    counts.set(category, (counts.get(category) ?? 0) + 1);
    there++;
  }
  if (there === 0) return { name, kind: 'unused', reason: 'empty' };
  if (counts.size === 1 && there === rows.length) return { name, kind: 'unused', reason: 'constant' };
  // Equally frequent ones in the order of their names, so that the order of the rows does not matter.
  const frequent = [...counts]
    .filter(([, count]) => count >= fewestOfCategory)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, mostCategories)
    .map(([category]) => category);
  if (frequent.length === 0 || counts.size >= shareOfNames * there) {
    return { name, kind: 'unused', reason: 'no frequent value' };
  }
  return { name, kind: 'categorical', categories: frequent };
}
