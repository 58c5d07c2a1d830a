import type { Value } from './graph.js';
import * as op from './ops/index.js';

/**
 * The gradient of a Gather whose indices are part of the graph.
 *
 * It is known then which places of `dy` each entry went to, and these can be fetched back and summed, which
 * is many times faster than scattering.
 *
 * @param dy Gradient at the gathered entries; its axis has one place per index, perhaps more.
 * @param indices For each place the entry it came from; a negative or too large one came from nowhere.
 * @param size Number of entries along the axis.
 * @param zeroPlace A place of dy that holds zeros; without it, one is added, which copies dy.
 */
export function gatherBack(
  dy: Value,
  indices: readonly number[],
  size: number,
  axis: number,
  zeroPlace?: number,
): Value {
  const placesOf: number[][] = Array.from({ length: size }, () => []);
  indices.forEach((index, place) => placesOf[index]?.push(place));
  const most = Math.max(...placesOf.map(({ length }) => length));
  const nowhere = zeroPlace ?? dy.shape[axis]!;
  const table = Array.from({ length: most }, (_, k) => placesOf.map((places) => places[k] ?? nowhere)).flat();
  const addZeros = zeroPlace === undefined && table.includes(nowhere);
  const source = addZeros ? padEnd(dy, axis) : dy;
  const fetched = op.gather(source, dy.graph.constant(table, [table.length], 'int64'), axis);
  if (most === 1) return fetched;
  const stacked = [...dy.shape.slice(0, axis), most, size, ...dy.shape.slice(axis + 1)];
  return op.reduceSum(op.reshape(fetched, stacked), { axes: [axis] });
}

/** Adds one entry at the end of an axis, holding zeros or the given value. */
export function padEnd(x: Value, axis: number, value = 0): Value {
  const none = x.shape.map(() => 0);
  return op.pad(
    x,
    none,
    none.map((_, i) => (i === axis ? 1 : 0)),
    value,
  );
}
