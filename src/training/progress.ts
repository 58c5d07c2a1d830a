import { type Cost, type History, noCost } from './history.js';

/** Where a run stands, as plain data that goes into checkpoints. */
export interface Progress {
  step: number;
  /** Steps of the learning rate's schedule, of which a batch may stand for a part. */
  scheduled: number;
  readonly cost: Cost;
  readonly history: History;
  /** Sum of losses and number of samples trained since the last evaluation. */
  readonly sinceEvaluation: { lossSum: number; samples: number };
  /** Best evaluation loss so far, and how many evaluations came after it. */
  readonly patience: { best: number | null; waited: number };
}

export const noProgress = (): Progress => ({
  step: 0,
  scheduled: 0,
  cost: noCost(),
  history: { evaluations: [], batchLosses: [] },
  sinceEvaluation: { lossSum: 0, samples: 0 },
  patience: { best: null, waited: 0 },
});
