import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../benchmark/index.js';
import { DataError } from '../../core/errors.js';
import { writeFileWhole } from '../../storage/index.js';
import { encodeEventFile } from './event-file.js';
import { runDirectories } from './run-directories.js';
import { runEvents, startOf } from './run-events.js';

/** Event files of ours, and what a crash left of one that was being written: TensorBoard would read both. */
const ourFile = /^events\.out\.tfevents\.-?\d+\.choosy(\..+\.tmp)?$/;

/**
 * Writes runs for TensorBoard: `tensorboard --logdir FOLDER`.
 *
 * Each run has a directory, TASK/METHOD/seed-N, with one event file; one of the same name that was written before is
 * replaced. Other files stay. Give all runs of a folder at once, since their numbers tell runs of the same seed apart.
 *
 * @throws DataError if a file cannot be written or replaced.
 */
export async function writeTensorBoard(records: readonly RunRecord[], folder: string): Promise<void> {
  const directories = runDirectories(records);
  for (const [i, record] of records.entries()) {
    const start = startOf(record);
    const directory = join(folder, directories[i]!);
    const file = `events.out.tfevents.${Math.floor(start)}.choosy`;
    await writeFileWhole(join(directory, file), encodeEventFile(start, runEvents(record)));
    for (const other of await readdir(directory))
      if (ourFile.test(other) && other !== file) await remove(join(directory, other));
  }
}

async function remove(path: string): Promise<void> {
  try {
    await rm(path);
  } catch (error) {
    const { message } = error as Error;
    throw new DataError(`Cannot remove ${path}, which an older run left: ${message}.`, { cause: error });
  }
}
