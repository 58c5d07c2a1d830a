import { loadSentiment140 } from '../datasets/index.js';
import { rawTrainingSet } from '../plots/table-pictures.js';
import { type TableSource, tableSources } from '../plots/table-sources.js';
import {
  boston,
  fashionMnist,
  iris,
  type LoadOptions,
  mnist,
  musicGenre,
  sentiment140,
  spirals,
  type Task,
  type TaskData,
  wine,
} from '../tasks/index.js';
import type { Dataset } from '../training/index.js';

/** How a person can look at the samples of a task. */
export type SampleSource = { readonly task: Task } & (
  | { readonly kind: 'images' | 'points' }
  | { readonly kind: 'texts'; readonly vocabulary: (options: LoadOptions) => Promise<readonly string[]> }
  | {
      readonly kind: 'rows';
      readonly columns: readonly string[];
      /** The training set before it is standardized. */
      readonly raw: (options: LoadOptions, data: TaskData) => Promise<Dataset>;
    }
);

const table = (task: Task, { load, groups, featureNames }: TableSource): SampleSource => ({
  task,
  kind: 'rows',
  columns: featureNames,
  raw: async (options, data) => rawTrainingSet(await load(options), data, { seed: options.seed, groups }),
});

/** A new task needs a line here, or the report says that its samples cannot be shown. */
export const sampleSources: readonly SampleSource[] = [
  { task: fashionMnist, kind: 'images' },
  { task: mnist, kind: 'images' },
  {
    task: sentiment140,
    kind: 'texts',
    // Words are numbered by how frequent they are, so a larger vocabulary begins with the task's.
    vocabulary: async ({ dataDirectory }) => (await loadSentiment140({ dataDirectory })).vocabulary,
  },
  table(musicGenre, tableSources.musicGenre),
  table(wine, tableSources.wine),
  table(boston, tableSources.boston),
  table(iris, tableSources.iris),
  { task: spirals, kind: 'points' },
];
