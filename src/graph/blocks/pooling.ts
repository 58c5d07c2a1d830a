import { padEnd } from '../gather-back.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import { OUTSIDE, type WindowPlaces } from './windows.js';

/** For each tap of a window, the positions it meets; outside the image, the given value. */
function tapsOf(x: Value, { taps }: WindowPlaces, outside: number): Value[] {
  const positions = x.shape[1]!;
  const padded = taps.some((tap) => tap.includes(OUTSIDE)) ? padEnd(x, 1, outside) : x;
  return taps.map((tap) => {
    const table = tap.map((position) => (position === OUTSIDE ? positions : position));
    return op.gather(padded, x.graph.constant(table, [table.length], 'int64'), 1);
  });
}

/** Highest value under a window. Images and result are `[channels, positions, batch]`. */
export function maxPool(x: Value, window: WindowPlaces): Value {
  return tapsOf(x, window, -Infinity).reduce(op.max);
}

/** Mean under a window, padding not counted. Images and result are `[channels, positions, batch]`. */
export function averagePool(x: Value, window: WindowPlaces): Value {
  const shares = window.taps[0]!.map((_, place) => {
    const inside = window.taps.filter((tap) => tap[place] !== OUTSIDE).length;
    return 1 / inside;
  });
  const sum = tapsOf(x, window, 0).reduce(op.add);
  return op.mul(sum, x.graph.constant(shares, [1, shares.length, 1]));
}
