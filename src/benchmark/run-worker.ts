/** Makes the runs that its parent sends, one at a time, answers each with its record, and ends with its parent. */
import { ChoosyError } from '../core/errors.js';
import { fulfil } from './fulfil.js';
import type { RunProgress } from './make-run.js';
import type { RunOrder } from './run-order.js';
import type { RunRecord } from './run-record.js';

process.on('message', (order: RunOrder) => void work(order));
// Ctrl-C reaches all processes of a terminal; the parent is to decide what ends.
process.on('SIGINT', () => undefined);
// Without its parent, nobody would take the record.
process.once('disconnect', () => process.exit());

async function work(order: RunOrder): Promise<void> {
  try {
    answer({ result: await fulfil(order, (progress) => answer({ progress })) });
  } catch (error) {
    // Any other error ends the process, and the parent tells what it said.
    if (!(error instanceof ChoosyError)) throw error;
    answer({ error: error.message });
  }
}

function answer(
  message: { readonly result: RunRecord } | { readonly error: string } | { readonly progress: RunProgress },
): void {
  process.send!(message);
}
