import { splitDataset } from '../datasets/index.js';
import type { Dataset } from '../training/index.js';
import type { TaskData } from './task.js';

/** The official test set, and one fixed, stratified tenth of the official training set to validate on. */
export function splitImages({ train, test }: { readonly train: Dataset; readonly test: Dataset }): TaskData {
  const split = splitDataset(train, { fractions: { validation: 0.1, test: 0 }, seed: 0 });
  return { trainingSet: split.train, validationSet: split.validation, testSet: test };
}
