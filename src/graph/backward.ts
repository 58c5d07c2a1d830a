import { type Shape, sameShape } from '../core/shape.js';
import { gradientRules } from './gradients/index.js';
import type { RuleContext } from './gradients/rule.js';
import type { Block, Node, Value } from './graph.js';
import * as op from './ops/index.js';

/** A value and the gradient of the loss at it, from which a backward walk starts. */
export interface Seed {
  readonly value: Value;
  readonly gradient: Value;
}

/**
 * Reverse-mode differentiation: adds the nodes that compute the gradient of the loss at each target.
 *
 * Only nodes between the targets and the seeds are visited. Where a value was used more than once its
 * gradients are summed; where it was broadcast, its gradient is summed back to its shape, here and nowhere else.
 *
 * @returns One gradient a target, of the target's shape; zeros where nothing depends on it.
 * @throws Error if an operator on the way cannot be differentiated.
 */
export function backward(seeds: readonly Seed[], targets: readonly Value[]): Value[] {
  const tape = [...seeds[0]!.value.graph.tape];
  const dependent = valuesDependingOn(targets, tape);
  const gradients = new Map<Value, Value>();
  const accumulate = (value: Value, gradient: Value) => {
    const summed = sumToShape(gradient, value.shape);
    const earlier = gradients.get(value);
    gradients.set(value, earlier ? op.add(earlier, summed) : summed);
  };
  for (const { value, gradient } of seeds) accumulate(value, gradient);

  const gradientAt = (value: Value) => gradients.get(value) ?? op.zerosLike(value);
  for (const step of tape.reverse()) {
    if (!step.outputs.some((output) => gradients.has(output) && dependent.has(output))) continue;
    if ('gradient' in step) {
      const inputGradients = step.gradient(step.outputs.map((output) => gradients.get(output)));
      step.inputs.forEach((input, i) => {
        const gradient = inputGradients[i];
        if (gradient && dependent.has(input)) accumulate(input, gradient);
      });
    } else {
      applyRule(step, dependent, gradientAt, accumulate);
    }
  }
  return targets.map(gradientAt);
}

function applyRule(
  node: Node,
  dependent: ReadonlySet<Value>,
  gradientAt: (value: Value) => Value,
  accumulate: (value: Value, gradient: Value) => void,
): void {
  const rule = gradientRules[node.op];
  if (rule === 'none') return;
  if (rule === 'forbidden') throw new Error(`${node.op} makes gradients and has none itself`);
  const context: RuleContext = {
    x: (i) => node.inputs[i]!,
    y: (i = 0) => node.outputs[i]!,
    dy: (i = 0) => gradientAt(node.outputs[i]!),
    attributes: node.attributes,
  };
  node.inputs.forEach((input, i) => {
    if (!input || !dependent.has(input)) return;
    const inputRule = i < rule.length ? rule[i]! : rule.at(-1)!;
    if (inputRule) accumulate(input, inputRule(context, i));
  });
}

/** The targets and all values computed from them by steps that let gradients through. */
function valuesDependingOn(targets: readonly Value[], tape: readonly (Node | Block)[]): Set<Value> {
  const dependent = new Set(targets);
  for (const step of tape) {
    if ('op' in step && gradientRules[step.op] === 'none') continue;
    if (step.inputs.some((input) => input && dependent.has(input))) {
      for (const output of step.outputs) dependent.add(output);
    }
  }
  return dependent;
}

/** Undoes broadcasting: sums over the axes along which a value of the given shape was repeated. */
function sumToShape(gradient: Value, shape: Shape): Value {
  if (sameShape(gradient.shape, shape)) return gradient;
  const added = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  const keepDims = axes.some((axis) => axis >= added);
  return op.reshape(op.reduceSum(gradient, { axes, keepDims }), shape);
}
