import {
  bostonFeatureNames,
  groupEqualSamples,
  iris as loadIris,
  irisFeatureNames,
  loadBoston,
  loadMusicGenre,
  loadSentiment140,
  musicGenreFeatureNames,
  wine as loadWine,
  wineFeatureNames,
} from '../datasets/index.js';
import { rawTrainingSet, type TableOptions } from '../plots/table-pictures.js';
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

const table = (
  task: Task,
  { load, groups, featureNames }: Pick<TableOptions, 'load' | 'groups' | 'featureNames'>,
): SampleSource => ({
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
  table(musicGenre, {
    load: loadMusicGenre,
    groups: groupEqualSamples,
    featureNames: musicGenreFeatureNames,
  }),
  table(wine, { load: async () => loadWine(), featureNames: wineFeatureNames }),
  table(boston, { load: loadBoston, featureNames: bostonFeatureNames }),
  table(iris, { load: async () => loadIris(), featureNames: irisFeatureNames }),
  { task: spirals, kind: 'points' },
];
