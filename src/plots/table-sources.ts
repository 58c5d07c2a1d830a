import {
  bostonFeatureNames,
  groupEqualSamples,
  iris,
  irisFeatureNames,
  loadBoston,
  loadMusicGenre,
  musicGenreFeatureNames,
  wine,
  wineFeatureNames,
} from '../datasets/index.js';
import type { TableOptions } from './table-pictures.js';

/** Where the rows of a table come from before they are standardized, and what its columns are called. */
export type TableSource = Pick<TableOptions, 'load' | 'groups' | 'featureNames'>;

/** Those of the tasks that learn from tables. */
export const tableSources = {
  musicGenre: { load: loadMusicGenre, groups: groupEqualSamples, featureNames: musicGenreFeatureNames },
  wine: { load: async () => wine(), featureNames: wineFeatureNames },
  boston: { load: loadBoston, featureNames: bostonFeatureNames },
  iris: { load: async () => iris(), featureNames: irisFeatureNames },
} as const satisfies Record<string, TableSource>;
