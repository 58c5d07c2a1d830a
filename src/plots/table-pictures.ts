import { type FileOptions, splitDataset } from '../datasets/index.js';
import type { Task, TaskData } from '../tasks/index.js';
import { type Dataset, datasetSize } from '../training/index.js';
import { classBalance } from './class-balance.js';
import { featureDistributions } from './feature-distributions.js';
import type { Plotter } from './plotter.js';
import { projection } from './projection.js';
import { targetHistogram } from './target-histogram.js';

export interface TableOptions {
  readonly title: string;
  /** Gives the samples as they are before the task standardizes them. */
  readonly load: (options: FileOptions) => Promise<Dataset>;
  /** Samples that the task keeps together when it splits. */
  readonly groups?: (dataset: Dataset) => Int32Array;
  readonly featureNames: readonly string[];
  /** Unit of all features, if they have one in common. */
  readonly unit?: string;
  /** For regression: what is predicted, with its unit. */
  readonly target?: { readonly name: string; readonly binWidth: number; readonly note: string };
  /** What has to be said in every picture. */
  readonly notes?: readonly string[];
}

/** The pictures of a task on a small table of measurements. */
export const tablePictures = (
  task: Task,
  { title, load, groups, featureNames, unit, target, notes = [] }: TableOptions,
): Plotter => ({
  name: task.name,
  async pictures(options) {
    const data = await task.load(options);
    const raw = rawTrainingSet(await load(options), data, { seed: options.seed, groups });
    return [
      target === undefined
        ? classBalance(data, title)
        : targetHistogram(data, {
            title: `${title}: distribution of the target`,
            subtitle: [target.note, ...notes],
            target: target.name,
            binWidth: target.binWidth,
          }),
      featureDistributions(
        { raw, standardized: data.trainingSet },
        { title, featureNames, notes, ...(unit !== undefined && { unit }) },
      ),
      projection(data.trainingSet, {
        title: `${title}: samples in two dimensions (PCA)`,
        subtitle: [
          'Training samples, in the plane in which their standardized features differ most.',
          ...notes,
        ],
        ...(target !== undefined && { target: target.name }),
      }),
    ];
  },
});

/** The training part of a table as a task splits it, before it standardizes it. */
export function rawTrainingSet(
  dataset: Dataset,
  { validationSet, testSet }: TaskData,
  { seed, groups }: { readonly seed: number; readonly groups?: TableOptions['groups'] | undefined },
): Dataset {
  const share = (part: Dataset) => datasetSize(part) / datasetSize(dataset);
  const fractions = { validation: share(validationSet), test: share(testSet) };
  return splitDataset(dataset, { fractions, seed, groups: groups?.(dataset) }).train;
}
