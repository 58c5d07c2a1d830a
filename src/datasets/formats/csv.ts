import { CsvError, parse } from 'csv-parse/sync';
import { DataError } from '../../core/errors.js';
import { decimalNumber } from './decimal-number.js';

/** One record of a table of comma-separated values. */
export interface CsvRecord {
  /** The line in which it starts, counted from 1. */
  readonly line: number;
  /** Its values as they are written, without quotes around them. */
  readonly fields: readonly string[];
}

/** The longest record, in bytes. A longer one comes from a quote that is opened and never closed. */
export const longestRecord = 2 ** 20;
const newline = 0x0a;

/**
 * Reads a table of comma-separated values as RFC 4180 has them: text in UTF-8, lines that end in LF or CRLF,
 * quotes only around a whole field, and as many fields in each record. The first record may be a header.
 *
 * @param bytes The whole file.
 * @param name What to call the file in an error.
 * @returns At least one record.
 * @throws DataError if the bytes are no such table; it says in which line.
 */
export function parseCsv(bytes: Uint8Array, name: string): CsvRecord[] {
  const records = [...csvReader(name)(bytes)];
  if (records.length === 0) throw emptyFile(name);
  return records;
}

/** The error of a file without a single record. */
export const emptyFile = (name: string): DataError =>
  new DataError(`The file "${name}" ends in line 1 and holds nothing; give a table.`);

/**
 * Reads a table that comes in blocks of whole records, by the rules of parseCsv.
 *
 * @returns What gives the records of the next block. It checks the width of a record when that is asked for,
 * and all else at the first one.
 */
export function csvReader(name: string): (block: Uint8Array) => Generator<CsvRecord> {
  let isFirst = true;
  let line = 1;
  let width: number | undefined;
  return function* (block) {
    const text = isFirst ? withoutByteOrderMark(block) : asBuffer(block);
    isFirst = false;
    checkEncoding(text, name, line);
    const lineAt = lineCounter(text, line);
    let start = 0;
    for (const { record, info } of parseRecords(text, name, line)) {
      line = lineAt(start);
      if (info.bytes - start > longestRecord) {
        throw new DataError(`The file "${name}" ${problems.CSV_MAX_RECORD_SIZE} ${inLine(line)}`);
      }
      width ??= record.length;
      if (width > 1 && record.length === 1 && record[0] === '') {
        throw new DataError(`The file "${name}" has nothing in line ${line}; remove that line.`);
      }
      if (record.length !== width) {
        throw new DataError(
          `The file "${name}" has ${record.length} fields in line ${line}, but ${width} in the lines before; ` +
            'give a table with as many fields in each line.',
        );
      }
      yield { line, fields: record };
      start = info.bytes;
    }
    line = lineAt(text.length);
  };
}

/** What a known table holds. */
export interface CsvLayout {
  /** Names of the columns, in order; capital letters and small ones are the same. */
  readonly columns: readonly string[];
  /** Number of records after the header. */
  readonly size: number;
}

/**
 * Gives the records after the header of a table whose columns and length are known.
 *
 * @param records The header and what follows it.
 * @param name What to call the file in an error.
 * @throws DataError if the header or the number of records is another.
 */
export function csvRows(
  [header, ...rows]: readonly CsvRecord[],
  { columns, size }: CsvLayout,
  name: string,
): CsvRecord[] {
  const line = header?.line ?? 1;
  const width = header?.fields.length ?? 0;
  if (width !== columns.length) {
    throw new DataError(
      `The file "${name}" has ${width} columns in line ${line} instead of ${columns.length}; ` +
        `give one with the columns ${columns.join(', ')}.`,
    );
  }
  const wrong = columns.findIndex((column, i) => header!.fields[i]!.toLowerCase() !== column.toLowerCase());
  if (wrong >= 0) {
    throw new DataError(
      `The file "${name}" has the column ${quote(header!.fields[wrong]!)} in line ${line} instead of ` +
        `"${columns[wrong]!}"; give one with the columns ${columns.join(', ')}.`,
    );
  }
  if (rows.length !== size) {
    throw new DataError(
      `The file "${name}" has ${rows.length} records up to line ${rows.at(-1)?.line ?? line} instead of ` +
        `${size}; give the whole file.`,
    );
  }
  return rows;
}

/**
 * Reads one value of a record as a number. What other programs write for a missing one (nothing, NA, NaN) is
 * none.
 *
 * @param column Index of the column.
 * @param name What to call the file in an error.
 * @throws DataError if it is not a number in decimal notation, or is too large for a 32-bit float.
 */
export function csvNumber({ line, fields }: CsvRecord, column: number, name: string): number {
  const field = fields[column];
  if (field === undefined || !decimalNumber.test(field)) {
    throw new DataError(
      `The file "${name}" has ${quote(field ?? '')} as value ${column + 1} in line ${line}; give a number.`,
    );
  }
  const value = Number(field);
  if (!Number.isFinite(Math.fround(value))) {
    throw new DataError(
      `The file "${name}" has ${quote(field)} as value ${column + 1} in line ${line}, which is too large; ` +
        'give numbers whose magnitude is below 3.4e38.',
    );
  }
  return value;
}

/**
 * Reads neighbouring columns as numbers, record by record.
 *
 * @param from Index of the first column.
 * @param to Index after that of the last.
 * @throws DataError if a value is not a number in decimal notation, or is too large for a 32-bit float.
 */
export function csvNumbers(rows: readonly CsvRecord[], from: number, to: number, name: string): Float32Array {
  const width = to - from;
  const numbers = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    for (let j = 0; j < width; j++) numbers[i * width + j] = csvNumber(row, from + j, name);
  });
  return numbers;
}

interface ParsedRecord {
  readonly record: string[];
  /** `bytes` is where the next record starts. */
  readonly info: { readonly bytes: number };
}

function parseRecords(text: Buffer, name: string, firstLine: number): ParsedRecord[] {
  try {
    return parse(text, {
      info: true,
      record_delimiter: ['\r\n', '\n'],
      // csvReader checks it: the line that the library names is wrong after a CRLF between quotes.
      relax_column_count: true,
      max_record_size: longestRecord,
    }) as unknown as ParsedRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The end of the last whole field.
    const { bytes } = error as unknown as { readonly bytes?: unknown };
    const line = lineCounter(text, firstLine)(typeof bytes === 'number' ? bytes : 0);
    throw new DataError(
      `The file "${name}" ${(problems as Partial<Record<string, string>>)[error.code] ?? 'is no such table'} ${inLine(line)}`,
      {
        cause: error,
      },
    );
  }
}

const problems = {
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'has something between a closing quote and the next comma',
  INVALID_OPENING_QUOTE: 'has a quote within a field that does not start with one',
  CSV_MAX_RECORD_SIZE: `has a record of more than ${longestRecord} bytes`,
};

const inLine = (line: number): string =>
  `in line ${line}; give a table of comma-separated values, with quotes only around whole fields.`;

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function withoutByteOrderMark(bytes: Uint8Array): Buffer {
  const text = asBuffer(bytes);
  return text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? text.subarray(3) : text;
}

/**
 * Refuses what is not UTF-8, and text with NUL characters: it is most likely UTF-16.
 *
 * @param firstLine Number of the first line of the text.
 * @throws DataError that names the line.
 */
export function checkEncoding(text: Buffer, name: string, firstLine: number): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const isText = (part: Buffer): boolean => {
    try {
      decoder.decode(part);
      return !part.includes(0);
    } catch {
      return false;
    }
  };
  if (isText(text)) return;
  let line = firstLine;
  for (let start = 0; start < text.length; line++) {
    const end = text.indexOf(newline, start);
    const next = end < 0 ? text.length : end + 1;
    if (!isText(text.subarray(start, next))) break;
    start = next;
  }
  throw new DataError(`The file "${name}" is not text in UTF-8 in line ${line}; save it in that encoding.`);
}

/** Tells the line of a position in a text, of which the first is given. Positions must be given in ascending order. */
function lineCounter(text: Buffer, firstLine: number): (position: number) => number {
  let line = firstLine;
  let passed = 0;
  return (position) => {
    for (; passed < position; passed++) if (text[passed] === newline) line++;
    return line;
  };
}

/** A value for a message: short, on one line. */
function quote(field: string): string {
  return JSON.stringify(field.length > 40 ? `${field.slice(0, 40)}...` : field);
}
