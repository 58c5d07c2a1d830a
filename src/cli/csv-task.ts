import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { show } from '../core/check.js';
import { ChoosyError, DataError, UsageError } from '../core/errors.js';
import { findColumn, readCsvTable, type Table } from '../datasets/index.js';
import { tableTask, type TableTask } from '../tasks/index.js';
import { describeTable } from './table-report.js';

/** Options of `choosy train` for a table of one's own. */
export interface CsvOptions {
  readonly csv: string;
  readonly target?: string;
  readonly classification?: true;
}

/**
 * A task from a CSV file; when it is loaded, it tells what was made of the columns.
 *
 * @throws DataError, UsageError if the file cannot be read, or the table or its target is of no use.
 */
export async function csvTask({ csv, target, classification }: CsvOptions): Promise<TableTask> {
  const table = await readCsvFile(csv);
  if (target === undefined) {
    const names = table.columns.map(({ name }) => show(name));
    const shown = names.length > 10 ? [...names.slice(0, 10), '…'] : names;
    throw new UsageError(`--csv needs --target, the column to learn; choose one of ${shown.join(', ')}.`);
  }
  const task = tableTask({ table, target, kind: classification && 'classification' });
  return {
    ...task,
    async load(options) {
      const data = await task.load(options);
      const hint = classification ? undefined : classificationHint(table, target);
      options.onProgress?.([describeTable(table, data.encoding), ...(hint ? [hint] : [])].join('\n'));
      return data;
    },
  };
}

async function readCsvFile(path: string): Promise<Table> {
  try {
    return await readCsvTable(createReadStream(path), { name: basename(path) });
  } catch (error) {
    if (error instanceof ChoosyError) throw error;
    throw new DataError(`The file "${path}" cannot be read (${(error as Error).message}); check the path.`, {
      cause: error,
    });
  }
}

/** What to say of a target of few whole numbers, which may be classes. */
function classificationHint(table: Table, target: string): string | undefined {
  const column = findColumn(table, target);
  if (column.kind !== 'numeric') return undefined;
  const values = [...new Set(column.values.filter((value) => !Number.isNaN(value)))];
  if (values.length > 20 || !values.every(Number.isInteger)) return undefined;
  return (
    `"${target}" has ${values.length} different whole numbers, and is taken as a number to predict; ` +
    'if these are classes, add --classification.'
  );
}
