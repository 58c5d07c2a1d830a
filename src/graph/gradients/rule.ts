import type { Attributes, Value } from '../graph.js';
import type { OpType } from '../op-types.js';

/** What a gradient rule sees of the node it differentiates. */
export interface RuleContext {
  /** Input i of the node. */
  readonly x: (i: number) => Value;
  /** Output i of the node. */
  readonly y: (i?: number) => Value;
  /** Gradient of the loss at output i; zeros if nothing depends on that output. */
  readonly dy: (i?: number) => Value;
  readonly attributes: Attributes;
}

/**
 * For each input of an operator, the gradient of the loss at that input; `null` where it has none (indices,
 * conditions, sizes). A gradient may have the broadcast shape: the walk sums it down to the input's shape.
 * An input beyond the list is treated like the last one.
 */
export type GradientRule = readonly (((context: RuleContext, input: number) => Value) | null)[];

/**
 * A rule, or `'none'`: the operator's output is constant almost everywhere, so nothing flows back through it;
 * or `'forbidden'`: the operator only makes gradients, and differentiating it is an error.
 */
export type GradientTable<Ops extends OpType = OpType> = Readonly<
  Record<Ops, GradientRule | 'none' | 'forbidden'>
>;

/** The values of an input that has to be a constant. */
export function constantOf({ x }: RuleContext, input: number): readonly number[] {
  const data = x(input).graph.constantData(x(input));
  if (!data) throw new Error(`input ${input} must be a constant to be differentiated through`);
  return data;
}
