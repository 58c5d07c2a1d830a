import { padEnd } from '../gather-back.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import { OUTSIDE } from './windows.js';

/**
 * Fetches positions of images, `[channels, positions, batch]`, by several tables.
 *
 * @param outside What stands at a position that is OUTSIDE.
 * @returns For each table `[channels, length of the table, batch]`.
 */
export function fetchPositions(x: Value, tables: readonly (readonly number[])[], outside = 0): Value[] {
  const end = x.shape[1]!;
  const padded = tables.some((table) => table.includes(OUTSIDE)) ? padEnd(x, 1, outside) : x;
  return tables.map((table) => {
    const positions = table.map((position) => (position === OUTSIDE ? end : position));
    return op.gather(padded, x.graph.constant(positions, [positions.length], 'int64'), 1);
  });
}
