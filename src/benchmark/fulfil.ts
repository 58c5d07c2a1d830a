import { UsageError } from '../core/errors.js';
import { type Task, type TaskData, tasks } from '../tasks/index.js';
import { makeRun, type RunProgress } from './make-run.js';
import type { RunOrder } from './run-order.js';
import type { RunRecord } from './run-record.js';
import { loadSelectorFiles } from './selector-files.js';

/** The data that was loaded last: the runs of a task and seed follow each other. */
let loaded: { readonly task: Task; readonly seed: number; readonly data: TaskData } | undefined;

/**
 * Makes the run of an order. Task and selector are looked up by their names, so an order cannot bring code along; only
 * if it says so itself, the selector may be a file that is here.
 *
 * @throws UsageError for an unknown name, a wrong option, or a file; what loading the file or the data throws.
 */
export async function fulfil(
  { plan, dataDirectory, commit, runsFiles }: RunOrder,
  onProgress?: (progress: RunProgress) => void,
): Promise<RunRecord> {
  const { seed } = plan;
  const task = tasks.find(({ name }) => name === plan.task);
  if (!task) throw new UsageError(`There is no task "${plan.task}" here; \`choosy list\` shows all.`);
  if (loaded?.task !== task || loaded.seed !== seed) {
    loaded = undefined;
    loaded = { task, seed, data: await task.load({ seed, dataDirectory }) };
  }
  const files = runsFiles ? (await loadSelectorFiles([plan.selector])).files : undefined;
  return makeRun(plan, { task, data: loaded.data, files, commit, onProgress });
}
