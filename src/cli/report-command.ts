import { distinctRuns, readRecords, type RunRecord } from '../benchmark/index.js';
import { ChoosyError, DataError } from '../core/errors.js';
import { FAILURE } from './exit-codes.js';
import { say } from './say.js';
import { showComparison, type ShowOptions } from './show-comparison.js';

/** Options of `choosy report`, as the command line gives them. */
export interface ReportCommandOptions extends ShowOptions {
  readonly out?: string;
}

/** Says what came of the runs in some folders, and writes it as a page. */
export async function reportCommand(
  folders: readonly string[],
  { out, ...options }: ReportCommandOptions,
): Promise<void> {
  const found = await readFolders(folders);
  const records = distinctRuns(found.flatMap((folder) => folder.records));
  if (records.length === 0) {
    throw new DataError(
      `There are no runs in ${folders.join(', ')} to report; \`choosy compare\` makes some.`,
    );
  }
  await showComparison({ asked: records, kept: records, folder: out ?? found[0]!.folder }, options);
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
