import { UsageError } from '../core/errors.js';
import { type Task, tasks } from '../tasks/index.js';
import { csvTask } from './csv-task.js';
import { findByName } from './names.js';

/** Options of `choosy train` that say what to train on. */
export interface TaskOptions {
  readonly task?: string;
  readonly csv?: string;
  readonly target?: string;
  readonly classification?: true;
}

/**
 * The task with a name, or one made of a CSV file.
 *
 * @throws UsageError if the options do not say which, or fit only the other; what csvTask throws.
 */
export async function chooseTask({ task, csv, ...options }: TaskOptions): Promise<Task> {
  if (csv !== undefined && task !== undefined) {
    throw new UsageError('--task and --csv are two things to train on; give one of them.');
  }
  if (csv !== undefined) return csvTask({ csv, ...options });
  if (task === undefined) {
    throw new UsageError(
      'train needs --task NAME, one of `choosy list`, or --csv FILE --target COLUMN, a table of your own.',
    );
  }
  if (options.target !== undefined) {
    throw new UsageError(
      '--target names a column of a --csv file; to stop at a value of the metric, use --until.',
    );
  }
  if (options.classification)
    throw new UsageError('--classification is for a --csv file only; leave it out.');
  return findByName('task', task, tasks);
}
