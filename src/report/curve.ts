import { quantileSorted } from 'simple-statistics';
import type { Curve } from './report-data.js';

/** Points of one run, in order of x; y is null where it was not finite. */
export type RunPoints = readonly (readonly [x: number, y: number | null])[];

const GRID_POINTS = 60;

/**
 * Median and quartiles over runs, on a grid of even steps from the first point of any run to the last one of any.
 *
 * Between two of its points a run lies on a straight line. It counts from its first point to its last one: what a run
 * that has ended would have done is not known.
 */
export function curveOf(runs: readonly RunPoints[]): Curve {
  const begun = runs.filter(({ length }) => length > 0);
  if (begun.length === 0) return { from: 0, to: 0, low: [], median: [], high: [], runs: [] };
  const from = Math.min(...begun.map((points) => points[0]![0]));
  const to = Math.max(...begun.map((points) => points.at(-1)![0]));
  const size = from === to ? 1 : GRID_POINTS;
  const columns = Array.from({ length: size }, (_, i) => {
    const x = i === size - 1 ? to : from + (i * (to - from)) / (size - 1);
    return begun
      .map((points) => valueAt(points, x))
      .filter((y) => y !== null)
      .sort((a, b) => a - b);
  });
  const quantile = (share: number) =>
    columns.map((ys) => (ys.length > 0 ? short(quantileSorted(ys, share)) : null));
  return {
    ...{ from: short(from), to: short(to) },
    ...{ low: quantile(0.25), median: quantile(0.5), high: quantile(0.75) },
    runs: columns.map(({ length }) => length),
  };
}

/** On the straight line between the two points around x; null outside of the run, and next to a value that is null. */
function valueAt(points: RunPoints, x: number): number | null {
  if (x > points.at(-1)![0]) return null;
  let [first, last] = [0, points.length - 1];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if (points[middle]![0] < x) first = middle + 1;
    else last = middle;
  }
  const [nextX, nextY] = points[first]!;
  if (nextX === x || nextY === null) return nextY;
  const [lastX, lastY] = points[first - 1] ?? [x, null];
  return lastY === null ? null : lastY + ((x - lastX) / (nextX - lastX)) * (nextY - lastY);
}

/** Five digits, which is more than a chart shows: they are most of the file. */
export const short = (value: number): number => Number(value.toPrecision(5));
