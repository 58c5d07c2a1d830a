import { compareCommits, compareRuns, type RunRecord } from '../benchmark/index.js';
import { writeReport, writeTensorBoard } from '../report/index.js';
import { comparisonCsv } from './comparison-csv.js';
import { comparisonMarkdown, type ComparisonReport, comparisonTables } from './comparison-report.js';
import { say } from './say.js';

/** Options of commands that say what came of runs. */
export interface ShowOptions {
  readonly data?: string;
  readonly tensorboard?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly markdown?: true;
}

export interface Shown {
  /** What the tables are of; at least one. */
  readonly asked: readonly RunRecord[];
  /** What the page is of. */
  readonly kept: readonly RunRecord[];
  /** Where the page is to lie. */
  readonly folder: string;
}

/** Prints what came of runs, and writes it as a page. */
export async function showComparison(
  { asked, kept, folder }: Shown,
  { data, tensorboard, ...format }: ShowOptions,
): Promise<void> {
  const report = { result: compareRuns(asked), commits: compareCommits(asked), records: asked };
  process.stdout.write(`${textOf(report, format)}\n`);
  if (tensorboard !== undefined) {
    await writeTensorBoard(kept, tensorboard);
    say(`For TensorBoard: tensorboard --logdir ${tensorboard}`);
  }
  const page = await writeReport(kept, { folder, command: typedCommand(), dataDirectory: data });
  say(`Report: ${page}`);
}

function textOf(
  report: ComparisonReport,
  { json, csv, markdown }: Pick<ShowOptions, 'json' | 'csv' | 'markdown'>,
): string {
  const { result, commits } = report;
  if (json) return JSON.stringify({ ...result, commits }, null, 2);
  if (csv) return comparisonCsv(result);
  return markdown ? comparisonMarkdown(report) : comparisonTables(report);
}

/** The command as it was typed, with quotes where a shell needs them. */
function typedCommand(): string {
  const quoted = (word: string) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
  // A password may be part of the address of a queue.
  const words = process.argv.slice(2).map((word) => word.replace(/^(rediss?:\/\/)[^@/]*@/, '$1'));
  return ['choosy', ...words.map(quoted)].join(' ');
}
