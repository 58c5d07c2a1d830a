import { UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import { checkDataset, datasetSize, type Dataset, type Features, type Labels } from '../training/dataset.js';

/** How to split a data set. */
export interface SplitOptions {
  /** The parts of the samples to hold back, each at least 0 and less than 1; train gets what is left. */
  readonly fractions: { readonly validation: number; readonly test: number };
  /** Any integer; the same seed gives the same split. */
  readonly seed: number;
}

/** The three parts of a data set. A part of which the fraction is 0 has no samples. */
export interface Split {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/**
 * Splits a data set at random into three parts, each sample into exactly one of them.
 *
 * The number of samples of a part is its fraction of all, rounded. For classification each class is split
 * in the same proportion as the whole, to within one sample for test and two for validation. In each part
 * the samples keep their order.
 *
 * @throws UsageError if a fraction is out of range, or leaves a part without a sample.
 * @throws DataError if the data set cannot be trained on.
 */
export function splitDataset(dataset: Dataset, { fractions, seed }: SplitOptions): Split {
  checkFractions(fractions);
  if (!Number.isInteger(seed)) throw new UsageError(`The seed of a split must be an integer, got ${seed}.`);
  checkDataset(dataset);
  const size = datasetSize(dataset);
  const testSize = Math.round(size * fractions.test);
  const validationSize = Math.min(Math.round(size * fractions.validation), size - testSize);
  checkSizes(fractions, size, { test: testSize, validation: validationSize });

  const rng = new Rng(seed).fork('split');
  const groups = groupByClass(dataset).map((group) => rng.shuffle(group));
  const [test, rest] = takeShare(groups, testSize);
  const [validation, train] = takeShare(rest, validationSize);
  const part = (name: string, indices: readonly number[][]): Dataset =>
    takeSamples(dataset, Uint32Array.from(indices.flat()).sort(), `${dataset.name} (${name})`);
  return {
    train: part('train', train),
    validation: part('validation', validation),
    test: part('test', test),
  };
}

/**
 * Copies chosen samples into a new data set, in the order given; a sample may occur twice.
 *
 * @param indices Sample indices, 0 to size - 1.
 * @param name Name of the new data set; default that of the old one.
 * @throws UsageError if an index is not that of a sample.
 */
export function takeSamples(dataset: Dataset, indices: ArrayLike<number>, name = dataset.name): Dataset {
  const size = datasetSize(dataset);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new UsageError(
        `The data set "${dataset.name}" has no sample ${index}; indices are integers from 0 to ${size - 1}.`,
      );
    }
  }
  return {
    ...dataset,
    name,
    features: gather(dataset.features, dataset.features.length / size, indices),
    labels: gather(dataset.labels, dataset.labels.length / size, indices),
  };
}

function gather<T extends Features | Labels>(
  values: T,
  valuesPerSample: number,
  indices: ArrayLike<number>,
): T {
  const gathered = new (values.constructor as new (length: number) => T)(indices.length * valuesPerSample);
  for (let i = 0; i < indices.length; i++) {
    const start = indices[i]! * valuesPerSample;
    gathered.set(values.subarray(start, start + valuesPerSample), i * valuesPerSample);
  }
  return gathered;
}

/** Sample indices by class; all in one group where samples have no class. */
function groupByClass(dataset: Dataset): number[][] {
  const { labels, classNames } = dataset;
  const size = datasetSize(dataset);
  const hasClasses = classNames !== undefined && labels instanceof Int32Array && labels.length === size;
  if (!hasClasses) return [Array.from({ length: size }, (_, i) => i)];
  const groups: number[][] = classNames.map(() => []);
  labels.forEach((label, index) => groups[label]!.push(index));
  return groups;
}

/**
 * Takes the first few indices of each group, `count` in all, in proportion to the groups' sizes. The share is
 * rounded on the running total, so that the roundings of many small groups do not add up.
 */
function takeShare(groups: readonly number[][], count: number): [taken: number[][], left: number[][]] {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  let seen = 0;
  let given = 0;
  const taken: number[][] = [];
  const left: number[][] = [];
  for (const group of groups) {
    seen += group.length;
    const givenNow = total === 0 ? 0 : Math.round((seen * count) / total);
    taken.push(group.slice(0, givenNow - given));
    left.push(group.slice(givenNow - given));
    given = givenNow;
  }
  return [taken, left];
}

function checkFractions({ validation, test }: SplitOptions['fractions']): void {
  for (const [name, fraction] of Object.entries({ validation, test })) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new UsageError(
        `The ${name} fraction of a split is ${fraction}; give a number that is at least 0 and less than 1.`,
      );
    }
  }
  if (validation + test >= 1) {
    throw new UsageError(
      `The validation and test fractions of a split are ${validation} and ${test}, which leaves nothing to ` +
        'train on; make their sum less than 1.',
    );
  }
}

function checkSizes(
  { validation, test }: SplitOptions['fractions'],
  size: number,
  sizes: { readonly validation: number; readonly test: number },
): void {
  const isEmpty = {
    train: sizes.validation + sizes.test === size,
    validation: validation > 0 && sizes.validation === 0,
    test: test > 0 && sizes.test === 0,
  };
  for (const [part, empty] of Object.entries(isEmpty)) {
    if (!empty) continue;
    throw new UsageError(
      `A split of ${size} samples by the fractions ${validation} (validation) and ${test} (test) leaves ` +
        `the ${part} part without a sample; choose other fractions or give more samples.`,
    );
  }
}
