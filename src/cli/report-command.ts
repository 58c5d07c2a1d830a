import {
  compareCommits,
  compareRuns,
  distinctRuns,
  readRecords,
  type RunRecord,
} from '../benchmark/index.js';
import { ChoosyError, DataError } from '../core/errors.js';
import { writeReport } from '../report/index.js';
import { writeTensorBoard } from '../report/tensorboard/write-tensorboard.js';
import { comparisonCsv } from './comparison-csv.js';
import { comparisonMarkdown, type ComparisonReport, comparisonTables } from './comparison-report.js';
import { FAILURE } from './exit-codes.js';
import { say } from './say.js';

/** Options of `choosy report`, as the command line gives them. */
export interface ReportCommandOptions {
  readonly out?: string;
  readonly data?: string;
  readonly tensorboard?: string;
  readonly json?: true;
  readonly csv?: true;
  readonly markdown?: true;
}

/** Says what came of the runs in some folders, and writes it as a page. */
export async function reportCommand(
  folders: readonly string[],
  { out, data, tensorboard, ...format }: ReportCommandOptions,
): Promise<void> {
  const found = await readFolders(folders);
  const records = distinctRuns(found.flatMap((folder) => folder.records));
  if (records.length === 0) {
    throw new DataError(
      `There are no runs in ${folders.join(', ')} to report; \`choosy compare\` makes some.`,
    );
  }
  const report = { result: compareRuns(records), commits: compareCommits(records), records };
  process.stdout.write(`${textOf(report, format)}\n`);
  if (tensorboard !== undefined) {
    await writeTensorBoard(records, tensorboard);
    say(`For TensorBoard: tensorboard --logdir ${tensorboard}`);
  }
  const page = await writeReport(records, {
    folder: out ?? found[0]!.folder,
    command: `choosy report ${folders.join(' ')}`,
    dataDirectory: data,
  });
  say(`The page is ${page}`);
}

/** @returns Folders with runs; what is wrong with the others, or with some lines, is told. */
async function readFolders(folders: readonly string[]) {
  const found: { readonly folder: string; readonly records: readonly RunRecord[] }[] = [];
  for (const folder of folders) {
    try {
      const { records, problems } = await readRecords(folder);
      for (const problem of problems) say(problem);
      if (records.length > 0) found.push({ folder, records });
      else say(`There are no runs in ${folder}.`);
    } catch (error) {
      if (!(error instanceof ChoosyError)) throw error;
      say(error.message);
      process.exitCode = FAILURE;
    }
  }
  return found;
}

function textOf(
  report: ComparisonReport,
  { json, csv, markdown }: Pick<ReportCommandOptions, 'json' | 'csv' | 'markdown'>,
): string {
  const { result, commits } = report;
  if (json) return JSON.stringify({ ...result, commits }, null, 2);
  if (csv) return comparisonCsv(result);
  return markdown ? comparisonMarkdown(report) : comparisonTables(report);
}
