import { decimalNumber } from '../formats/decimal-number.js';

/** A value of a row. null, undefined, NaN and a text such as '' or 'NA' say that it is missing. */
export type Cell = string | number | boolean | null | undefined;

const missing = /^(?:|na|n\/a|nan|null|none|\?)$/i;
/** Such as a postal code: 01234 is not 1234. */
const leadingZero = /^[+-]?0\d/;

/**
 * Tells what a value says: a number, a category, or (undefined) nothing. Blanks around a text do not count. A
 * text is a number if it is one in decimal notation without a leading zero; true and false are categories.
 */
export function readCell(cell: Cell): number | string | undefined {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return undefined;
  if (typeof cell === 'number') return cell;
  const text = String(cell).trim();
  if (missing.test(text)) return undefined;
  return decimalNumber.test(text) && !leadingZero.test(text) ? Number(text) : text;
}
