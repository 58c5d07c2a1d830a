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
 * Sentiment140 lies higher, since its respectable 82 % takes a tenth of an epoch. No batch is larger than a quarter of
 * the training set, since nothing is left to choose then (where it is small, larger ones are faster: the time of a
 * small step hardly depends on the batch). Nor does Adam go beyond 0.03: on Iris and Wine, 0.1 meets the goal in fewer
 * steps, but does not stay there.
 */
export const spaces: Readonly<Record<string, SearchSpace>> = {
  'fashion-mnist': {
    learningRates: [0.0005, 0.001, 0.002, 0.004],
    batchSizes: [16, 32, 64, 128, 512],
    goal: 0.91,
    epochs: 9,
    seeds: twoSeeds,
    finalists: 3,
  },
  mnist: {
    learningRates: [0.0005, 0.001, 0.002, 0.004],
    batchSizes: [16, 32, 64, 128, 512],
    goal: 0.99,
    epochs: 9,
    seeds: twoSeeds,
    finalists: 3,
  },
  sentiment140: {
    learningRates: [0.001, 0.002, 0.004, 0.008],
    batchSizes: [128, 256, 512, 1024],
    goal: 0.835,
    epochs: 1,
    seeds: twoSeeds,
    finalists: 2,
  },
  'music-genre': {
    learningRates: [0.0003, 0.001, 0.003, 0.01],
    batchSizes: [32, 64, 128],
    goal: 0.65,
    epochs: 60,
    seeds: manySeeds,
  },
  wine: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [4, 8, 16],
    goal: 0.97,
    epochs: 100,
    seeds: manySeeds,
  },
  boston: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [16, 32, 64],
    goal: 3.6,
    epochs: 150,
    seeds: manySeeds,
  },
  iris: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [4, 8, 16],
    goal: 0.93,
    epochs: 100,
    seeds: manySeeds,
  },
  spirals: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128, 256],
    goal: 0.99,
    epochs: 150,
    seeds: manySeeds,
  },
};
