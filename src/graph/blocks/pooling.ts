import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import { fetchPositions } from './fetch-positions.js';
import { OUTSIDE, type WindowPlaces } from './windows.js';

/** Highest value under a window. Images and result are `[channels, positions, batch]`. */
export function maxPool(x: Value, window: WindowPlaces): Value {
  return fetchPositions(x, window.taps, -Infinity).reduce(op.max);
}

/** Mean under a window, padding not counted. Images and result are `[channels, positions, batch]`. */
export function averagePool(x: Value, window: WindowPlaces): Value {
  const shares = window.taps[0]!.map((_, place) => {
    const inside = window.taps.filter((tap) => tap[place] !== OUTSIDE).length;
    return 1 / inside;
  });
  const sum = fetchPositions(x, window.taps).reduce(op.add);
  return op.mul(sum, x.graph.constant(shares, [1, shares.length, 1]));
}
