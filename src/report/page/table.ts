import { h } from './dom.js';
import { formatNumber } from './format.js';

/** Rows of values under names: what a chart shows, as numbers. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | null;

/** As RFC 4180 has it, with numbers at full length. */
export function toCsv({ columns, rows }: Table): string {
  const quoted = (cell: Cell) => {
    const text = cell === null ? '' : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** The table as it is read, which scrolls for itself where it is too wide. */
export function tableElement({ columns, rows }: Table, caption: string): HTMLElement {
  const cell = (value: Cell) =>
    typeof value === 'string'
      ? h('td', { class: value.length > 60 && 'long' }, value)
      : h('td', { class: 'number' }, value === null ? '–' : formatNumber(value));
  const isNumeric = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  return h(
    'div',
    { class: 'table', role: 'region', tabindex: 0, 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, caption),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...columns.map((name, i) => h('th', { scope: 'col', class: isNumeric[i] && 'number' }, name)),
        ),
      ),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map(cell)))),
    ),
  );
}
