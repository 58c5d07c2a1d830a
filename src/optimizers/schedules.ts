import {
  checkOptions,
  nonNegativeInteger,
  nonNegativeNumber,
  positiveInteger,
  positiveNumber,
  share,
} from '../core/check.js';

/** The learning rate of each training step, counted from 0. */
export type Schedule = (step: number) => number;

export type LearningRate = number | Schedule;

/** A number as a schedule that never changes. */
export function asSchedule(owner: string, learningRate: LearningRate): Schedule {
  if (typeof learningRate === 'function') return learningRate;
  checkOptions(owner, { learningRate: positiveNumber }, { learningRate });
  return () => learningRate;
}

export interface StepDecayOptions {
  readonly initialLearningRate: number;
  /** Number of steps between falls. */
  readonly decaySteps: number;
  /** What the rate is multiplied by at each fall. */
  readonly decayRate: number;
}

/** Falls in stairs: `initial · decayRate^⌊step / decaySteps⌋`. Keras: `ExponentialDecay(staircase=True)`. */
export function stepDecay({ initialLearningRate, decaySteps, decayRate }: StepDecayOptions): Schedule {
  checkOptions(
    'stepDecay',
    { initialLearningRate: positiveNumber, decaySteps: positiveInteger, decayRate: positiveNumber },
    { initialLearningRate, decaySteps, decayRate },
  );
  return (step) => initialLearningRate * decayRate ** Math.floor(step / decaySteps);
}

export interface LinearDecayOptions {
  readonly initialLearningRate: number;
  /** Number of steps until the rate is zero. */
  readonly decaySteps: number;
}

/** Falls in a straight line to zero, then stays. Keras: `PolynomialDecay(end_learning_rate=0)`. */
export function linearDecay({ initialLearningRate, decaySteps }: LinearDecayOptions): Schedule {
  checkOptions(
    'linearDecay',
    { initialLearningRate: positiveNumber, decaySteps: positiveInteger },
    { initialLearningRate, decaySteps },
  );
  return (step) => initialLearningRate * Math.max(0, 1 - step / decaySteps);
}

export interface CosineDecayOptions {
  readonly initialLearningRate: number;
  /** Number of steps until the lowest rate is reached. */
  readonly decaySteps: number;
  /** The lowest rate, as a share of the initial one. */
  readonly alpha?: number;
}

/** Falls along half a cosine (Loshchilov and Hutter 2017, eq. 5), then stays. Keras: `CosineDecay`. */
export function cosineDecay({ initialLearningRate, decaySteps, alpha = 0 }: CosineDecayOptions): Schedule {
  checkOptions(
    'cosineDecay',
    { initialLearningRate: positiveNumber, decaySteps: positiveInteger, alpha: share },
    { initialLearningRate, decaySteps, alpha },
  );
  return (step) => {
    const progress = Math.min(step / decaySteps, 1);
    return initialLearningRate * (alpha + (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)));
  };
}

export interface WarmUpOptions {
  /** Number of steps in which the rate rises. */
  readonly steps: number;
  /** Where it starts, as a share of the rate it rises to. */
  readonly start?: number;
}

/** Rises in a straight line to the given rate, and then follows it (from its own step 0). */
export function warmUp(learningRate: LearningRate, { steps, start = 0 }: WarmUpOptions): Schedule {
  checkOptions('warmUp', { steps: nonNegativeInteger, start: nonNegativeNumber }, { steps, start });
  const schedule = asSchedule('warmUp', learningRate);
  return (step) =>
    step < steps ? schedule(0) * (start + ((1 - start) * (step + 1)) / steps) : schedule(step - steps);
}
