/**
 * Loads the data of a task for its parent, so that it is fetched if it has to be, and that the parent knows whether it
 * can be had. In a process of its own, since a large data set would keep the parent busy for many seconds.
 */
import { ChoosyError } from '../core/errors.js';
import { tasks } from '../tasks/index.js';
import type { LoadOrder } from './load-order.js';

process.once('message', ([order]: readonly [LoadOrder]) => void load(order));
// Ctrl-C reaches all processes of a terminal; the parent is to decide what ends.
process.on('SIGINT', () => undefined);
process.once('disconnect', () => process.exit());

async function load({ task, ...options }: LoadOrder): Promise<void> {
  try {
    await tasks
      .find(({ name }) => name === task)!
      .load({ ...options, onProgress: (progress) => process.send!({ order: 0, progress }) });
    process.send!({ order: 0, result: true });
  } catch (error) {
    if (!(error instanceof ChoosyError)) throw error;
    process.send!({ order: 0, error: error.message });
  }
}
