import Table from 'cli-table3';
import type { OverallResult, Ratio, TargetResult } from '../benchmark/index.js';
import { formatSeconds, wrapText } from './format.js';

/** Tables of what came of a comparison, in 80 columns. */
export function comparisonTables(
  results: readonly TargetResult[],
  overall: readonly OverallResult[],
  baseline: string,
): string {
  const notes =
    `Speed-up is how many times faster than ${baseline} a selector was, in seconds: geometric mean over the seeds ` +
    'that both have, and its 95 % interval (bootstrap). p is that of the signed-rank test, corrected for the ' +
    'number of selectors. Won are the seeds in which the selector was faster, tied and lost. Missed are runs that ' +
    'did not reach the target; they count with their budget, so that the ratio is a bound. Seconds and epochs are ' +
    'medians over seeds. Seconds are those of training; evaluation is not counted.';
  const sections = [...results.map((result) => targetTable(result)), ...overallTables(overall)];
  return [...sections, wrapText(notes)].join('\n\n');
}

function targetTable({ task, metric, target, value, selectors }: TargetResult): string {
  const rows = plainTable(
    ['selector', 'seconds', 'epochs', 'speed-up (95 %)', 'p', 'won-t-l', 'missed'],
    [19, 9, 8, 18, 8, 10, 8],
  );
  for (const { selector, runs, censored, seconds, epochs, comparison } of selectors) {
    rows.push([
      selector,
      seconds === undefined ? '-' : formatSeconds(seconds),
      epochs === undefined ? '-' : String(Number(epochs.toPrecision(3))),
      comparison ? formatRatio(comparison.seconds) : '',
      comparison ? formatP(comparison.p) : '',
      comparison ? `${comparison.wins}-${comparison.ties}-${comparison.losses}` : '',
      `${censored}/${runs}`,
    ]);
  }
  return `${task}, ${target} target: ${metric} ${value} on the validation set\n${rows.toString()}`;
}

function overallTables(overall: readonly OverallResult[]): string[] {
  if (overall.every(({ tasks }) => tasks < 2)) return [];
  const rows = plainTable(['selector', 'target', 'tasks', 'speed-up (95 %)'], [19, 9, 8, 18]);
  for (const { selector, target, tasks, seconds } of overall) {
    rows.push([selector, target, tasks, formatRatio(seconds)]);
  }
  return [`All tasks: geometric mean over them\n${rows.toString()}`];
}

/** A table without lines, since they would take a tenth of the width. Widths include two spaces on the left. */
function plainTable(head: string[], colWidths: number[]) {
  const parts = ['', '-mid', '-left', '-right'].flatMap((end) => [`top${end}`, `bottom${end}`]);
  const lines = [...parts, 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
  return new Table({
    head,
    colWidths,
    colAligns: ['left', ...head.slice(1).map(() => 'right' as const)],
    wordWrap: true,
    wrapOnWordBoundary: false,
    chars: Object.fromEntries(lines.map((name) => [name, ''])),
    style: { head: [], border: [], 'padding-left': 2, 'padding-right': 0 },
  });
}

/** `1.23 (1.05–1.44)`. */
function formatRatio({ ratio, low, high }: Ratio): string {
  const format = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
  return `${format(ratio)} (${format(low)}–${format(high)})`;
}

const formatP = (p: number): string => (p < 0.001 ? '<0.001' : p.toFixed(3));
