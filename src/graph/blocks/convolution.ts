import { BATCH } from '../../core/shape.js';
import { gatherBack, padEnd } from '../gather-back.js';
import type { Value } from '../graph.js';
import * as op from '../ops/index.js';
import { fetchPositions } from './fetch-positions.js';
import { OUTSIDE, type WindowPlaces } from './windows.js';

/**
 * Convolution of images with filters, and optionally the maximum over windows of the result.
 *
 * Images are `[channels, positions, batch]`, with the batch innermost: then the patches under a window are
 * fetched by one Gather that copies whole rows, and the convolution is one matrix product. ONNX Runtime's Conv
 * and its gradient take two to three times as long (docs/performance.md).
 *
 * With pooling, only the maxima of the convolution leave its products: for every tap of the pooling window,
 * the filters are applied at that tap's places alone.
 *
 * @param x Images, `[channels, positions, batch]`.
 * @param filters `[channels · taps, filters]`, taps running fastest.
 * @param window Where the filters meet the image.
 * @param pooling Where the pooling window meets the result; it must lie inside everywhere.
 * @returns `[filters, places, batch]`.
 */
export function convolution(x: Value, filters: Value, window: WindowPlaces, pooling?: WindowPlaces): Value {
  const { graph } = x;
  const [channels, positions] = x.shape as [number, number, number];
  const filterCount = filters.shape[1]!;
  const taps = window.taps.length;
  // For each tap of the pooling window, the positions that the filters' taps meet there.
  const everywhere = window.taps[0]!.map((_, place) => place);
  const groups = (pooling?.taps ?? [everywhere]).map((at) =>
    window.taps.flatMap((tap) => at.map((place) => tap[place]!)),
  );
  const places = groups[0]!.length / taps;

  let patches: Value[] = [];
  let undoMax: (dy: Value) => Value[] = (dy) => [dy];
  const build = () => {
    patches = fetchPositions(x, groups).map((patch) => op.reshape(patch, [channels * taps, places * BATCH]));
    // Turning the few filters once is cheaper than having every product read them turned.
    const turned = op.transpose(filters);
    const { maximum, undo } = tournament(patches.map((patch) => op.gemm(turned, patch)));
    undoMax = undo;
    return [op.reshape(maximum, [filterCount, places, BATCH])];
  };

  const gradient = ([dy]: readonly (Value | undefined)[]) => {
    const dProducts = undoMax(op.reshape(dy!, [filterCount, places * BATCH]));
    const dFilters = patches.reduce<Value | undefined>(
      (sum, patch, i) => op.gemm(patch, dProducts[i]!, sum, { transposeB: true }),
      undefined,
    )!;
    return [imageGradient(dProducts), dFilters];
  };

  const imageGradient = (dProducts: readonly Value[]) => {
    const perImage = dProducts.map((d) => op.reshape(d, [filterCount, places, BATCH]));
    const total = groups.length * places;
    const joined = op.reshape(padEnd(op.concat(perImage, 1), 1), [filterCount, (total + 1) * BATCH]);
    const dPatches = op.reshape(op.gemm(filters, joined), [channels, taps * (total + 1), BATCH]);
    const cameFrom = window.taps.flatMap((_, tap) => [
      ...groups.flatMap((group) => group.slice(tap * places, (tap + 1) * places)),
      OUTSIDE,
    ]);
    return gatherBack(dPatches, cameFrom, positions, 1, total);
  };

  return graph.block([x, filters], build, gradient)[0]!;
}

/** The maximum of several values, elementwise, by rounds of pairs; of equals the first gets the gradient. */
function tournament(values: readonly Value[]): { maximum: Value; undo: (dy: Value) => Value[] } {
  if (values.length === 1) return { maximum: values[0]!, undo: (dy) => [dy] };
  const middle = Math.ceil(values.length / 2);
  const [left, right] = [tournament(values.slice(0, middle)), tournament(values.slice(middle))];
  return {
    maximum: op.max(left.maximum, right.maximum),
    undo: (dy) => {
      const dRight = op.mul(dy, op.cast(op.less(left.maximum, right.maximum), dy.type));
      return [...left.undo(op.sub(dy, dRight)), ...right.undo(dRight)];
    },
  };
}
