import { checkOptions, nonNegativeNumber, positiveNumber } from '../core/check.js';
import { ops as op, type Value } from '../graph/index.js';
import { asSchedule, type LearningRate, type Schedule } from './schedules.js';

/** Options that all optimizers share, with Keras' names. */
export interface OptimizerOptions {
  /** A positive number, or a schedule: the learning rate for each step, counted from 0. */
  readonly learningRate?: LearningRate;
  /** At every step, weights shrink by learningRate · weightDecay of themselves (Loshchilov and Hutter 2019). */
  readonly weightDecay?: number;
  /** If the Euclidean norm of the whole gradient is larger, the gradient is scaled down to it. */
  readonly globalClipNorm?: number;
}

/** What an optimizer's update has to work with. Vectors hold all parameters of the model. */
export interface UpdateInput {
  readonly parameters: Value;
  readonly gradient: Value;
  /** The vectors that the optimizer keeps from step to step, in the order of `slots`. */
  readonly slots: readonly Value[];
  /** Numbers of this step, in the order of `scalars`. */
  readonly scalars: readonly Value[];
}

/** What is subtracted from the parameters, and the slots of the next step. */
export interface UpdateOutput {
  readonly change: Value;
  readonly slots: readonly Value[];
}

/** An optimizer: how parameters follow from gradients. */
export interface Optimizer {
  readonly name: string;
  readonly schedule: Schedule;
  /** Names of the vectors, as long as the parameters, that it keeps; they start at zero. */
  readonly slots: readonly string[];
  /** Numbers that the update needs and that do not depend on the parameters; step counts from 0. */
  scalars(step: number, learningRate: number): readonly number[];
  /** Adds the update to a graph. */
  update(input: UpdateInput): { readonly parameters: Value; readonly slots: readonly Value[] };
}

/** What differs between optimizers. */
interface Rule {
  readonly name: string;
  readonly slots: readonly string[];
  /**
   * Added to the gradient where there are slots, so small that it changes nothing. Averages of the gradient of a parameter that
   * gets none any more (a unit that is never active, a word that does not occur) would else shrink to denormal numbers
   * and stay such, and processors take some hundred times as long with these.
   */
  readonly negligible: number;
  readonly scalars: (step: number, learningRate: number) => readonly number[];
  readonly update: (input: UpdateInput) => UpdateOutput;
}

/**
 * A gradient that is negligible beside the ε of Adam or RMSprop: it moves a parameter by a hundred-millionth of the learning
 * rate a step.
 */
export const negligibleBeside = (epsilon: number): number => epsilon * 1e-8;

/** An optimizer from its rule, with weight decay and clipping around it. */
export function makeOptimizer(
  { name, slots, negligible, scalars, update }: Rule,
  {
    learningRate,
    weightDecay = 0,
    globalClipNorm,
  }: OptimizerOptions & { readonly learningRate: LearningRate },
): Optimizer {
  checkOptions(
    name,
    { weightDecay: nonNegativeNumber, globalClipNorm: positiveNumber.optional() },
    { weightDecay, globalClipNorm },
  );
  return {
    name,
    schedule: asSchedule(name, learningRate),
    slots,
    scalars: (step, rate) => [...scalars(step, rate), ...(weightDecay === 0 ? [] : [rate * weightDecay])],
    update({ parameters, gradient, slots: held, scalars: numbers }) {
      const clipped = globalClipNorm === undefined ? gradient : clipNorm(gradient, globalClipNorm);
      const { change, slots: next } = update({
        parameters,
        gradient: slots.length > 0 ? op.add(clipped, negligible) : clipped,
        slots: held,
        scalars: numbers,
      });
      const kept = weightDecay === 0 ? parameters : op.sub(parameters, op.mul(parameters, numbers.at(-1)!));
      return { parameters: op.sub(kept, change), slots: next };
    },
  };
}

function clipNorm(gradient: Value, limit: number): Value {
  const norm = op.sqrt(op.reduceSum(op.square(gradient), { axes: [0], keepDims: true }));
  return op.mul(gradient, op.div(limit, op.max(norm, limit)));
}
