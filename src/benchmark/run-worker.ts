/** Makes the run that its parent sends, answers with the record, and ends. */
import { ChoosyError } from '../core/errors.js';
import { selectors } from '../selection/index.js';
import { tasks } from '../tasks/index.js';
import { makeRun } from './make-run.js';
import type { RunOrder } from './run-order.js';
import type { RunRecord } from './run-record.js';

process.once('message', (order: RunOrder) => void work(order));
// Ctrl-C reaches all processes of a terminal; the parent is to decide what ends.
process.on('SIGINT', () => undefined);
// Without its parent, nobody would take the record.
process.once('disconnect', () => process.exit());

async function work({ plan, dataDirectory, commit }: RunOrder): Promise<void> {
  const task = tasks.find(({ name }) => name === plan.task)!;
  const selector = selectors.find(({ name }) => name === plan.selector)!;
  try {
    answer({ result: await makeRun(plan, { task, selector, dataDirectory, commit }) });
  } catch (error) {
    // Any other error ends the process, and the parent tells what it said.
    if (!(error instanceof ChoosyError)) throw error;
    answer({ error: error.message });
  }
}

function answer(message: { readonly result: RunRecord } | { readonly error: string }): void {
  process.send!(message, () => process.exit());
}
