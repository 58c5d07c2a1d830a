import { show } from '../../core/check.js';
import { DataError } from '../../core/errors.js';
import { readCell, type Cell } from './table-cell.js';
import type { Column } from './table.js';

/** What a table is read from, for messages: `row 3 of the table "people"`. */
export interface TableSource {
  readonly kind: 'table' | 'file';
  readonly name: string;
  /** What its parts are counted in. */
  readonly unit: 'row' | 'line';
}

/** Collects the values of one column: numbers until the first value that is none, from then on categories. */
export class ColumnBuilder {
  readonly #name: string;
  readonly #source: TableSource;
  /** NaN where nothing was set. */
  #numbers: Float64Array | undefined = new Float64Array(0);
  /** -1 where nothing was set. */
  #codes = new Int32Array(0);
  readonly #codeOf = new Map<string, number>();

  constructor(name: string, source: TableSource) {
    this.#name = name;
    this.#source = source;
    if (name.trim() === '') {
      throw new DataError(`The ${source.kind} "${source.name}" has a column without a name; give it one.`);
    }
  }

  /**
   * Puts a value into a row; rows come in ascending order, and those left out are missing.
   *
   * @param place What the row is called in an error: its number in the source's unit.
   * @throws DataError if it is not a value, or too large for a 32-bit float.
   */
  set(row: number, cell: Cell, place: number): void {
    if (cell !== null && cell !== undefined && !['string', 'number', 'boolean'].includes(typeof cell)) {
      this.#refuse(`a ${typeName(cell)}`, place, 'is neither text, number, boolean nor null; convert it');
    }
    const value = readCell(cell);
    if (value === undefined) return;
    if (typeof value === 'number') {
      if (!Number.isFinite(Math.fround(value))) {
        this.#refuse(show(cell), place, 'is too large; give numbers whose magnitude is below 3.4e38');
      }
      if (this.#numbers) {
        this.#numbers = grown(this.#numbers, row, NaN);
        this.#numbers[row] = value;
        return;
      }
    }
    if (this.#numbers) {
      const numbers = this.#numbers;
      this.#numbers = undefined;
      numbers.forEach((number, i) => {
        if (!Number.isNaN(number)) this.#setCategory(i, String(number));
      });
    }
    this.#setCategory(row, String(value));
  }

  /** @param size Number of rows. */
  finish(size: number): Column {
    const name = this.#name;
    if (this.#numbers) return { name, kind: 'numeric', values: cutOff(this.#numbers, size, NaN) };
    const codes = cutOff(this.#codes, size, -1);
    return { name, kind: 'categorical', codes, categories: [...this.#codeOf.keys()] };
  }

  #setCategory(row: number, category: string): void {
    let code = this.#codeOf.get(category);
    if (code === undefined) this.#codeOf.set(category, (code = this.#codeOf.size));
    this.#codes = grown(this.#codes, row, -1);
    this.#codes[row] = code;
  }

  #refuse(cell: string, place: number, problem: string): never {
    const { kind, name, unit } = this.#source;
    throw new DataError(
      `The ${kind} "${name}" has ${cell} in the column ${show(this.#name)} in ${unit} ${place}, which ${problem}.`,
    );
  }
}

/** `Date`, `BigInt`, `Null`: what a value is that should be another. */
export const typeName = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** An array that has the index, with `filler` in what is new. */
function grown<T extends Float64Array | Int32Array>(values: T, index: number, filler: number): T {
  return index < values.length ? values : resized(values, Math.max(2 * values.length, index + 1), filler);
}

const cutOff = <T extends Float64Array | Int32Array>(values: T, size: number, filler: number): T =>
  values.length > size ? (values.slice(0, size) as T) : resized(values, size, filler);

function resized<T extends Float64Array | Int32Array>(values: T, size: number, filler: number): T {
  const larger = new (values.constructor as new (length: number) => T)(size).fill(filler) as T;
  larger.set(values);
  return larger;
}
