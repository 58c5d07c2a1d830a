import { show } from '../../core/check.js';
import { DataError, UsageError } from '../../core/errors.js';
import { checkEncoding, csvReader, type CsvRecord, emptyFile, longestRecord } from './csv.js';

const quote = 0x22;
const newline = 0x0a;
/** Bytes of a character in UTF-8. */
const longestCharacter = 4;
/** Bytes that are looked at together. */
const pieceSize = 2 ** 16;

/**
 * Reads a table of comma-separated values, by the rules of parseCsv, as its bytes come: what is held of it is a
 * block, or a record if that is larger.
 *
 * @param chunks The bytes of the file, cut anywhere.
 * @param name What to call the file in an error.
 * @returns The records, block by block; at least one.
 * @throws DataError if the bytes are no such table; it says in which line.
 */
export async function* streamCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
): AsyncGenerator<Iterable<CsvRecord>> {
  const read = csvReader(name);
  let isFirst = true;
  const next = (parts: readonly Uint8Array[]): Iterable<CsvRecord> => {
    const block = Buffer.concat(parts);
    if (isFirst) checkSeparators(block, name);
    isFirst = false;
    return read(block);
  };
  // What lies behind the last whole record.
  let rest: Uint8Array[] = [];
  let restSize = 0;
  let insideQuotes = false;
  for await (const piece of cut(chunks)) {
    let end = 0;
    for (let i = 0; i < piece.length; i++) {
      // A quote within a field is two of them, or it is wrong and ends the reading before this matters.
      if (piece[i] === quote) insideQuotes = !insideQuotes;
      else if (piece[i] === newline && !insideQuotes) end = i + 1;
    }
    if (end > 0) {
      yield next([...rest, piece.subarray(0, end)]);
      rest = [];
      restSize = 0;
    }
    // A copy, since a source may use its buffer again.
    rest.push(new Uint8Array(piece.subarray(end)));
    restSize += piece.length - end;
    // Too long for a record, so the reader refuses it, and says why.
    if (restSize > longestRecord + longestCharacter) yield next([wholeCharacters(Buffer.concat(rest))]);
  }
  if (restSize > 0) yield next(rest);
  else if (isFirst) throw emptyFile(name);
}

async function* cut(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      throw new UsageError(
        `The parts of a CSV file must be bytes (Uint8Array), got ${show(chunk)}; read the file without an encoding.`,
      );
    }
    for (let start = 0; start < chunk.length; start += pieceSize) {
      yield chunk.subarray(start, start + pieceSize);
    }
  }
}

/** A text without the last character, which may be cut. */
function wholeCharacters(text: Buffer): Buffer {
  let end = text.length - 1;
  while (end > 0 && (text[end]! & 0xc0) === 0x80) end--;
  return text.subarray(0, end);
}

/** Refuses a file whose first line tells that something else than commas and line feeds separates its values. */
function checkSeparators(block: Buffer, name: string): void {
  checkEncoding(block, name, 1);
  const [header = ''] = block.toString().split('\n', 1);
  if (header.slice(0, -1).includes('\r')) {
    throw new DataError(
      `The file "${name}" has a line that ends in CR alone in line 1; save it with LF or CRLF instead.`,
    );
  }
  if (header.includes(',')) return;
  for (const [separator, plural] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ] as const) {
    if (header.includes(separator)) {
      throw new DataError(
        `The file "${name}" has its values separated by ${plural} in line 1; use commas, and points as decimal signs.`,
      );
    }
  }
}
