import { fitStandardizer, splitDataset, standardize } from '../datasets/index.js';
import type { Dataset } from '../training/index.js';
import type { TaskData } from './task.js';

interface SmallSplitOptions {
  /** The part of the samples to validate on, and as many again to test on. */
  readonly heldOut: number;
  readonly seed: number;
  /** Samples that stay together: see splitDataset. */
  readonly groups?: Int32Array;
}

/**
 * The parts of a small table: each seed gives another split, so that a median over seeds is not that of one lucky
 * split. Features are standardized by what the training part says.
 */
export function splitSmall(dataset: Dataset, { heldOut, seed, groups }: SmallSplitOptions): TaskData {
  const { train, validation, test } = splitDataset(dataset, {
    fractions: { validation: heldOut, test: heldOut },
    seed,
    groups,
  });
  const standardizer = fitStandardizer(train);
  return {
    trainingSet: standardize(train, standardizer),
    validationSet: standardize(validation, standardizer),
    testSet: standardize(test, standardizer),
  };
}
