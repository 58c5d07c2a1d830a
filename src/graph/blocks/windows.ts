import { ShapeError } from '../../core/errors.js';

/** Height and width. */
export type Pair = readonly [number, number];

/** How a window moves over an image. */
export interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  /** `valid`: the window stays inside the image; `same`: the image is padded so that strides alone shrink it. */
  readonly padding: 'valid' | 'same';
}

/** Marks a place of a window that lies outside the image. */
export const OUTSIDE = -1;

/** Where a window meets an image. */
export interface WindowPlaces {
  /** Number of places of the window along height and width. */
  readonly places: Pair;
  /**
   * For each tap (entry of the window, row by row) the position in the flattened image that it meets at each
   * place (row by row), or OUTSIDE.
   */
  readonly taps: readonly (readonly number[])[];
}

/**
 * Lays a window over an image of the given height and width, as Keras does: with `same` padding of an odd
 * amount, the extra row or column is at the bottom or right.
 *
 * @throws ShapeError if a window with `valid` padding does not fit into the image.
 */
export function windowPlaces(image: Pair, { size, strides, padding }: Window): WindowPlaces {
  const [rows, columns] = ([0, 1] as const).map((axis) => {
    if (padding === 'valid') {
      return { count: Math.floor((image[axis] - size[axis]) / strides[axis]) + 1, before: 0 };
    }
    const count = Math.ceil(image[axis] / strides[axis]);
    const padded = Math.max((count - 1) * strides[axis] + size[axis] - image[axis], 0);
    return { count, before: Math.floor(padded / 2) };
  }) as [{ count: number; before: number }, { count: number; before: number }];
  if (rows.count < 1 || columns.count < 1) {
    throw new ShapeError(
      `A window of ${size.join('×')} does not fit into an image of ${image.join('×')}; ` +
        "make the window smaller or use padding: 'same'.",
    );
  }
  const taps: number[][] = [];
  for (let i = 0; i < size[0]; i++) {
    for (let j = 0; j < size[1]; j++) {
      const tap: number[] = [];
      for (let a = 0; a < rows.count; a++) {
        for (let b = 0; b < columns.count; b++) {
          const y = a * strides[0] - rows.before + i;
          const x = b * strides[1] - columns.before + j;
          const inside = y >= 0 && y < image[0] && x >= 0 && x < image[1];
          tap.push(inside ? y * image[1] + x : OUTSIDE);
        }
      }
      taps.push(tap);
    }
  }
  return { places: [rows.count, columns.count], taps };
}
