/** Makes the runs that its parent sends, answers each with its record, and ends with its parent. */
import { fulfil } from './fulfil.js';
import type { RunOrder } from './run-order.js';

process.once(
  'message',
  (orders: readonly RunOrder[]) => void fulfil(orders, (message) => process.send!(message)),
);
// Ctrl-C reaches all processes of a terminal; the parent is to decide what ends.
process.on('SIGINT', () => undefined);
// Without its parent, nobody would take the records.
process.once('disconnect', () => process.exit());
