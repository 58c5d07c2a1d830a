import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../benchmark/index.js';
import { DataError, UsageError } from '../core/errors.js';
import { writeFileWhole } from '../storage/index.js';
import { pageHtml } from './page-html.js';
import { reportOf, type ReportOptions } from './report-of.js';

export interface WriteReportOptions extends ReportOptions {
  /** Where the file is to lie. */
  readonly folder: string;
}

/** The script of the page, bundled: the same file from the sources and from what is compiled of them. */
const bundle = new URL('../../dist/report/page.js', import.meta.url);

/**
 * Writes what came of a comparison as one HTML file that needs no other, and no network.
 *
 * Samples that were chosen are shown if the tasks' data can be loaded; if not, the report says why.
 *
 * @returns The path of the file: `report.html` in the folder.
 * @throws UsageError without records.
 * @throws DataError if the file cannot be written, or the page's script has not been built.
 */
export async function writeReport(
  records: readonly RunRecord[],
  { folder, ...options }: WriteReportOptions,
): Promise<string> {
  if (records.length === 0)
    throw new UsageError('There is no run to report; make some with `choosy compare`.');
  const script = await readFile(bundle, 'utf8').catch((error: unknown) => {
    throw new DataError("The page's script dist/report/page.js is missing; `npm run build` makes it.", {
      cause: error,
    });
  });
  const data = await reportOf(records, options);
  const path = join(folder, 'report.html');
  const title = `Choosy: ${data.tasks.map(({ task }) => task).join(', ')}`;
  await writeFileWhole(path, pageHtml({ title, data, script }));
  return path;
}
