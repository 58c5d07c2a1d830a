import { ChoosyError, UsageError } from '../core/errors.js';
import { type Task, type TaskData, tasks } from '../tasks/index.js';
import { beginRun, type RunProgress } from './make-run.js';
import type { RunOrder } from './run-order.js';
import type { WorkerMessage } from './run-pool.js';
import type { RunRecord } from './run-record.js';
import { loadSelectorFiles } from './selector-files.js';
import { takeTurns } from './take-turns.js';

/** Makes an attempt at a run; the record, if it was the last one. */
type MakeAttempt = () => Promise<RunRecord | undefined>;

/**
 * Makes the runs of orders, and answers each as soon as its run is made, or failed. All are warmed up first, and then
 * take turns, attempt by attempt.
 *
 * @throws Any error but those that are told users in a sentence, which answer the order.
 */
export async function fulfil(
  orders: readonly RunOrder[],
  tell: (message: WorkerMessage<RunRecord, RunProgress>) => void,
): Promise<void> {
  const toBeMade: { readonly order: number; readonly attempt: MakeAttempt }[] = [];
  /** Does a part of an order; whether the order is answered now. */
  const doPart = async (order: number, part: MakeAttempt): Promise<boolean> => {
    // If this ends the process, the parent is to know whose part it was.
    tell({ order, progress: { epoch: 0, epochs: orders[order]!.plan.hyperparameters.epochs } });
    try {
      const result = await part();
      if (result) tell({ order, result });
      return result !== undefined;
    } catch (error) {
      if (!(error instanceof ChoosyError)) throw error;
      tell({ order, error: error.message });
      return true;
    }
  };
  for (const order of orders.keys()) {
    await doPart(order, async () => {
      const attempt = await begin(orders[order]!, (progress) => tell({ order, progress }));
      toBeMade.push({ order, attempt });
      return undefined;
    });
  }
  await takeTurns(toBeMade, ({ order, attempt }) => doPart(order, attempt));
}

/** The data that was loaded last: the runs of a task and seed follow each other. */
let loaded: { readonly task: Task; readonly seed: number; readonly data: TaskData } | undefined;

/**
 * Warms the run of an order up. Task and selector are looked up by their names, so an order cannot bring code along;
 * only if it says so itself, the selector may be a file that is here.
 *
 * @throws UsageError for an unknown name, a wrong option, or a file; what loading the file or the data throws.
 */
async function begin(
  { plan, dataDirectory, commit, runsFiles }: RunOrder,
  onProgress: (progress: RunProgress) => void,
): Promise<MakeAttempt> {
  const { seed } = plan;
  const task = tasks.find(({ name }) => name === plan.task);
  if (!task) throw new UsageError(`There is no task "${plan.task}" here; \`choosy list\` shows all.`);
  if (loaded?.task !== task || loaded.seed !== seed) {
    loaded = undefined;
    loaded = { task, seed, data: await task.load({ seed, dataDirectory }) };
  }
  const files = runsFiles ? (await loadSelectorFiles([plan.selector])).files : undefined;
  return beginRun(plan, { task, data: loaded.data, files, commit, onProgress });
}
