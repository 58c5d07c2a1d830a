import type { Attributes, Value } from '../graph.js';
import * as op from '../ops/index.js';
import { constantOf, type GradientTable } from './rule.js';

const axisOf = (attributes: Attributes) => (attributes['axis'] as { int: number }).int;

export const shapeGradients = {
  Reshape: [({ x, dy }) => op.reshape(dy(), x(0).shape), null],
  // The walk sums over the axes that were repeated.
  Expand: [({ dy }) => dy(), null],
  // Each joined value gets its own part.
  Concat: [
    ({ x, dy, attributes }, input) => {
      const axis = axisOf(attributes);
      let start = 0;
      for (let i = 0; i < input; i++) start += x(i).shape[axis]!;
      return op.slice(dy(), axis, start, start + x(input).shape[axis]!);
    },
  ],
  // The parts' gradients are joined again.
  Split: [
    (context) => {
      const parts = constantOf(context, 1).map((_, i) => context.dy(i));
      return op.concat(parts, axisOf(context.attributes));
    },
    null,
  ],
  // Zeros around the part, and between its entries if some were stepped over.
  Slice: [
    (context) => {
      const { x, dy } = context;
      const [start, axis, step] = [1, 3, 4].map((input) => constantOf(context, input)[0]!) as [
        number,
        number,
        number,
      ];
      const part = step === 1 ? dy() : spread(dy(), axis, step);
      const before = x(0).shape.map((_, i) => (i === axis ? start : 0));
      const after = x(0).shape.map((size, i) => (i === axis ? size - start - part.shape[axis]! : 0));
      return op.pad(part, before, after);
    },
    null,
    null,
    null,
    null,
  ],
  // The part inside the padding.
  Pad: [
    (context) => {
      const pads = constantOf(context, 1);
      const { shape } = context.x(0);
      return shape.reduce(
        (dx, size, axis) => (size < 0 ? dx : op.slice(dx, axis, pads[axis]!, pads[axis]! + size)),
        context.dy(),
      );
    },
    null,
  ],
  Shape: 'none',
  Range: 'none',
} satisfies Partial<GradientTable>;

/** Puts step - 1 zeros between neighbors along an axis. */
function spread(x: Value, axis: number, step: number): Value {
  const wide = op.unsqueeze(x, axis + 1);
  const none = wide.shape.map(() => 0);
  const padded = op.pad(
    wide,
    none,
    none.map((_, i) => (i === axis + 1 ? step - 1 : 0)),
  );
  const joined = x.shape.map((size, i) => (i === axis ? size * step : size));
  const end = (x.shape[axis]! - 1) * step + 1;
  return op.slice(op.reshape(padded, joined), axis, 0, end);
}
