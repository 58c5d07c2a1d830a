import type { Shape } from '../core/shape.js';
import type { Value } from '../graph/index.js';

/** A loss function; it gives one value per sample, so that samples can be weighted and compared. */
export interface Loss {
  readonly name: string;
  /** What the labels are: indices of classes, or numbers. */
  readonly labels: 'classes' | 'values';
  /**
   * Checks that a model's output fits.
   *
   * @param outputShape Shape of the output for one sample.
   * @param classes Number of classes of the data; undefined if it has none.
   * @param labelSize Number of labels a sample has.
   * @throws ShapeError
   */
  check(outputShape: Shape, data: { readonly classes: number | undefined; readonly labelSize: number }): void;
  /**
   * @param logits Output of the model, [batch, n].
   * @param labels [batch, 1] class indices, or [batch, n] values; any element type.
   * @returns [batch]
   */
  apply(logits: Value, labels: Value): Value;
  /** How clearly the label wins, [batch]; positive if it does. Absent for regression. */
  margin?(logits: Value, labels: Value): Value;
}
