import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { CommitComparison, CompareResult, RunRecord } from '../benchmark/index.js';
import { sum } from '../core/sum.js';
import { comparisonNotes } from './comparison-notes.js';
import {
  type Cell,
  type Column,
  commitSections,
  formatRatio,
  type Section,
  sectionsOf,
} from './comparison-sections.js';
import { wrapText } from './format.js';

/** What came of a comparison, and what is needed to tell it. */
export interface ComparisonReport {
  readonly result: CompareResult;
  /** Of the same runs at several commits. */
  readonly commits: readonly CommitComparison[];
  readonly records: readonly RunRecord[];
}

/** Columns of a terminal that says nothing else. */
const WIDTH = 80;

/**
 * Tables of what came of a comparison, as wide as the terminal, but no narrower than 80 columns.
 *
 * @param stream Where they will be written. Where it shows colours, ratios whose interval leaves out 1 are green if they
 * are better than the baseline, and red if worse; NO_COLOR and FORCE_COLOR decide before that.
 */
export function comparisonTables(
  { result, commits, records }: ComparisonReport,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  const sections = [...sectionsOf(result), ...commitSections(commits)];
  return [
    ...sections.map((section) => `${section.title}\n${terminalTable(section, stream)}`),
    ...comparisonNotes(result, records).map(wrapText),
  ].join('\n\n');
}

/** A table without lines, since they would take a tenth of the width. */
function terminalTable({ columns, rows }: Section, stream: NodeJS.WriteStream): string {
  const parts = ['', '-mid', '-left', '-right'].flatMap((end) => [`top${end}`, `bottom${end}`]);
  const lines = [...parts, 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
  const others = columns.slice(1).map(({ name, width }) => Math.max(width, name.length) + GAP);
  const names = [columns[0]!.name, ...rows.map(([name]) => name as string)];
  const left = Math.min(
    Math.max(...names.map((name) => name.length)),
    Math.max(WIDTH, stream.columns ?? WIDTH) - sum(others),
  );
  const first = (content: string) => ({ content: broken(content, left), style: { 'padding-left': 0 } });
  const table = new Table({
    head: [first(names[0]!), ...columns.slice(1).map(({ name }) => name)] as string[],
    colWidths: [left, ...others],
    colAligns: ['left', ...others.map(() => 'right' as const)],
    wordWrap: true,
    chars: Object.fromEntries(lines.map((name) => [name, ''])),
    style: { head: [], border: [], 'padding-left': GAP, 'padding-right': 0 },
  });
  table.push(
    ...rows.map((row, i) => [
      first(names[i + 1]!),
      ...row.slice(1).map((cell) => terminalCell(cell, stream)),
    ]),
  );
  return table.toString().replaceAll(/ +$/gm, '');
}

const GAP = 2;

/** A name on two lines, broken after its first `,` or `:`, where one line is too short for it. */
const broken = (name: string, width: number): string =>
  name.length > width ? name.replace(/([,:]) ?/, '$1\n') : name;

function terminalCell(cell: Cell, stream: NodeJS.WriteStream): string {
  if (typeof cell === 'string') return cell;
  const text = formatRatio(cell);
  const colour = cell.low > 1 ? 'green' : cell.high < 1 ? 'red' : undefined;
  return colour ? styleText(colour, text, { stream }) : text;
}

/** The same tables and notes in Markdown. */
export function comparisonMarkdown({ result, commits, records }: ComparisonReport): string {
  const sections = [...sectionsOf(result), ...commitSections(commits)];
  return [
    ...sections.map((section) => `### ${section.title}\n\n${markdownTable(section)}`),
    ...comparisonNotes(result, records),
  ].join('\n\n');
}

/** A table in Markdown; the first column holds names, the others numbers. */
export function markdownTable({
  columns,
  rows,
}: {
  readonly columns: readonly Pick<Column, 'name'>[];
  readonly rows: Section['rows'];
}): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns.map(({ name }) => name)),
    line(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(row.map((cell) => (typeof cell === 'string' ? cell : formatRatio(cell))))),
  ].join('\n');
}
