import type { LoadOptions } from '../tasks/index.js';
import type { TrainOptions } from '../training/index.js';
import type { Picture } from './chart.js';

/** Where the data comes from, and who is told about a training on the way. */
export type PlotOptions = LoadOptions & Pick<TrainOptions, 'onStep' | 'onEvaluation'>;

/** Draws all that there is to see of one task's data. */
export interface Plotter {
  /** The task's name. */
  readonly name: string;
  /** Loads the data, and trains where a picture shows something trained. */
  pictures(options: PlotOptions): Promise<readonly Picture[]>;
}
