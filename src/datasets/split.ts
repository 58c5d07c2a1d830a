import { UsageError } from '../core/errors.js';
import { Rng } from '../core/rng.js';
import { checkDataset, datasetSize, type Dataset, type Features, type Labels } from '../training/dataset.js';

/** How to split a data set. */
export interface SplitOptions {
  /** The parts of the samples to hold back, each at least 0 and less than 1; train gets what is left. */
  readonly fractions: { readonly validation: number; readonly test: number };
  /** Any integer; the same seed gives the same split. */
  readonly seed: number;
  /**
   * Samples that must stay together, such as copies of each other: one integer a sample, and samples of the
   * same integer get into the same part. By default each sample stands alone.
   */
  readonly groups?: ArrayLike<number> | undefined;
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
 * With groups, test and validation get no more samples than that, and may get fewer where no group fits any
 * more; a group of several classes counts as one of the class of its first sample.
 *
 * @throws UsageError if a fraction is out of range, or leaves a part without a sample, or the groups are not
 * one integer a sample.
 * @throws DataError if the data set cannot be trained on.
 */
export function splitDataset(dataset: Dataset, { fractions, seed, groups }: SplitOptions): Split {
  checkFractions(fractions);
  if (!Number.isInteger(seed)) throw new UsageError(`The seed of a split must be an integer, got ${seed}.`);
  checkDataset(dataset);
  const size = datasetSize(dataset);
  const testSize = Math.round(size * fractions.test);
  const validationSize = Math.min(Math.round(size * fractions.validation), size - testSize);
  checkSizes(fractions, size, { test: testSize, validation: validationSize });

  const rng = new Rng(seed).fork('split');
  const units = makeUnits(dataset, groups);
  const classes = byClass(dataset, units).map((ofClass) => rng.shuffle(ofClass));
  const [test, rest] = takeShare(classes, testSize, units);
  const [validation, train] = takeShare(rest, validationSize, units);
  const [trainIndices, validationIndices, testIndices] = [train, validation, test].map((part) =>
    Uint32Array.from(part.flatMap((ofClass) => units.samples(ofClass))).sort(),
  ) as [Uint32Array, Uint32Array, Uint32Array];
  checkSizes(fractions, size, { test: testIndices.length, validation: validationIndices.length });
  const part = (name: string, indices: Uint32Array): Dataset =>
    takeSamples(dataset, indices, `${dataset.name} (${name})`);
  return {
    train: part('train', trainIndices),
    validation: part('validation', validationIndices),
    test: part('test', testIndices),
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

/** What is split: groups of samples that stay together, or samples. Each is known by a number from 0 on. */
interface Units {
  readonly count: number;
  /** The first sample of a unit. */
  first(unit: number): number;
  size(unit: number): number;
  /** All samples of some units. */
  samples(units: readonly number[]): readonly number[];
}

function makeUnits(dataset: Dataset, groups: ArrayLike<number> | undefined): Units {
  const size = datasetSize(dataset);
  if (groups === undefined) {
    return { count: size, first: (unit) => unit, size: () => 1, samples: (units) => units };
  }
  if (groups.length !== size) {
    throw new UsageError(
      `A split of the ${size} samples of "${dataset.name}" has groups for ${groups.length}; give one integer ` +
        'a sample.',
    );
  }
  const members = new Map<number, number[]>();
  for (let index = 0; index < size; index++) {
    const group = groups[index]!;
    if (!Number.isInteger(group)) {
      throw new UsageError(`The group of sample ${index} of a split is ${group}; give an integer.`);
    }
    const others = members.get(group);
    if (others === undefined) members.set(group, [index]);
    else others.push(index);
  }
  const all = [...members.values()];
  return {
    count: all.length,
    first: (unit) => all[unit]![0]!,
    size: (unit) => all[unit]!.length,
    samples: (units) => units.flatMap((unit) => all[unit]!),
  };
}

/** Units by the class of their first sample; all in one class where samples have none. */
function byClass(dataset: Dataset, units: Units): number[][] {
  const { labels, classNames } = dataset;
  const all = Array.from({ length: units.count }, (_, unit) => unit);
  const hasClasses =
    classNames !== undefined && labels instanceof Int32Array && labels.length === datasetSize(dataset);
  if (!hasClasses) return [all];
  const classes: number[][] = classNames.map(() => []);
  for (const unit of all) classes[labels[units.first(unit)]!]!.push(unit);
  return classes;
}

/**
 * Takes the first few units of each class that fit, with `count` samples in all (or fewer, where they do not
 * fit), in proportion to the classes' sizes. The share is rounded on the running total, so that the roundings
 * of many small classes do not add up.
 */
function takeShare(
  classes: readonly number[][],
  count: number,
  { size }: Units,
): [taken: number[][], left: number[][]] {
  const sizes = classes.map((ofClass) => ofClass.reduce((sum, unit) => sum + size(unit), 0));
  const total = sizes.reduce((sum, ofClass) => sum + ofClass, 0);
  let seen = 0;
  let given = 0;
  const taken: number[][] = [];
  const left: number[][] = [];
  classes.forEach((ofClass, i) => {
    seen += sizes[i]!;
    const share = total === 0 ? 0 : Math.round((seen * count) / total);
    const takenNow: number[] = [];
    const leftNow: number[] = [];
    for (const unit of ofClass) {
      const fits = given + size(unit) <= share;
      (fits ? takenNow : leftNow).push(unit);
      if (fits) given += size(unit);
    }
    taken.push(takenNow);
    left.push(leftNow);
  });
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
