import { choosy } from './selection/index.js';
import {
  type SelectorFactory,
  train as trainBySelector,
  type TrainingResult,
  type TrainOptions as TrainBySelectorOptions,
} from './training/index.js';

export interface TrainOptions extends Omit<TrainBySelectorOptions, 'selector'> {
  /** The batch selection algorithm; {@link choosy} by default. */
  readonly selector?: SelectorFactory | undefined;
}

/** Trains a network, as `train` of choosy/training does, with {@link choosy} if no selector is given. */
export const train = ({ selector = choosy(), ...options }: TrainOptions): Promise<TrainingResult> =>
  trainBySelector({ ...options, selector });
