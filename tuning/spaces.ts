/** What is searched for a task. */
export interface SearchSpace {
  readonly learningRates: readonly number[];
  readonly batchSizes: readonly number[];
  /** Value of the task's first metric, on the validation set, the time to which is to be short. */
  readonly goal: number;
  /** Passes over the training set after which a search run is given up. */
  readonly epochs: number;
  /** Seeds of the search; none of them is ever reported. */
  readonly seeds: readonly number[];
  /** With this many of the best values go on to the seeds after the first; all by default. */
  readonly finalists?: number;
}

/** Seeds that are reported. */
export const reportedSeeds: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

const twoSeeds = [101, 102];
const manySeeds = [101, 102, 103, 104, 105, 106, 107, 108, 109];

/**
 * The goals are what is called a respectable result for each task (docs/tasks.md), on the validation set; that of
 * Sentiment140 lies higher, since its respectable 82 % takes a tenth of an epoch.
 */
export const spaces: Readonly<Record<string, SearchSpace>> = {
  'fashion-mnist': {
    learningRates: [0.0005, 0.001, 0.002, 0.004],
    batchSizes: [32, 128, 512],
    goal: 0.91,
    epochs: 9,
    seeds: twoSeeds,
    finalists: 3,
  },
  mnist: {
    learningRates: [0.0005, 0.001, 0.002, 0.004],
    batchSizes: [32, 128, 512],
    goal: 0.99,
    epochs: 9,
    seeds: twoSeeds,
    finalists: 3,
  },
  sentiment140: {
    learningRates: [0.001, 0.002, 0.004, 0.008],
    batchSizes: [256, 512, 1024],
    goal: 0.835,
    epochs: 1,
    seeds: twoSeeds,
    finalists: 3,
  },
  'music-genre': {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [16, 32, 64, 128, 256],
    goal: 0.65,
    epochs: 150,
    seeds: manySeeds,
  },
  wine: {
    learningRates: [0.001, 0.003, 0.01, 0.03, 0.1],
    batchSizes: [4, 8, 16, 32],
    goal: 0.97,
    epochs: 100,
    seeds: manySeeds,
  },
  boston: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [16, 32, 64, 128],
    goal: 3.6,
    epochs: 150,
    seeds: manySeeds,
  },
  iris: {
    learningRates: [0.003, 0.01, 0.03, 0.1, 0.3],
    batchSizes: [4, 8, 16, 32],
    goal: 0.95,
    epochs: 100,
    seeds: manySeeds,
  },
  spirals: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128, 256, 512],
    goal: 0.99,
    epochs: 150,
    seeds: manySeeds,
  },
};
