import { ShapeError } from './errors.js';

/**
 * Sizes along each axis. A negative size stands for that many times the batch size, which is known only
 * when the graph runs: -1 is the batch, -30 is thirty values for each sample of the batch.
 */
export type Shape = readonly number[];

/** The size of an axis that runs over the batch. */
export const BATCH = -1;

/** Product of the sizes of a shape that does not depend on the batch. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[batch, 3]`, as people read shapes. */
export function formatShape(shape: Shape): string {
  const formatSize = (size: number) => (size >= 0 ? `${size}` : size === BATCH ? 'batch' : `${-size}·batch`);
  return `[${shape.map(formatSize).join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/**
 * Shape of an elementwise operation on two tensors, by NumPy's rules.
 *
 * @throws ShapeError if some axis differs and neither side is 1.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ShapeError(
        `The shapes ${formatShape(a)} and ${formatShape(b)} cannot be broadcast together.`,
      );
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}
