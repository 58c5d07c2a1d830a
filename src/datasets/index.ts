export { bostonFeatureNames, bostonWarning, loadBoston } from './boston.js';
export { groupEqualSamples } from './equal-samples.js';
export { encodeTweets } from './sentiment140/encode-tweets.js';
export { loadFashionMnist } from './fashion-mnist.js';
export type { FileOptions } from './files/files.js';
export { parseIdx, type IdxArray } from './formats/idx.js';
export { iris, irisFeatureNames } from './iris.js';
export { loadMnist } from './mnist.js';
export { loadMusicGenre, musicGenreFeatureNames } from './music-genre.js';
export {
  loadSentiment140,
  type Sentiment140,
  type Sentiment140Options,
} from './sentiment140/sentiment140.js';
export { spirals, type SpiralOptions } from './spirals.js';
export { splitDataset, takeSamples, type Split, type SplitOptions } from './split.js';
export { fitStandardizer, standardize, type Standardizer } from './standardize.js';
export { readCsvTable } from './table/table-csv.js';
export {
  encodeTable,
  type CategoricalEncoding,
  type ColumnEncoding,
  type NumericEncoding,
  type TableEncoding,
  type UnusedEncoding,
} from './table/table-encoding.js';
export { readTable, type Row } from './table/table-rows.js';
export { splitTable, type TableSplit } from './table/table-split.js';
export { tableTarget, type TableTarget, type TargetOptions } from './table/table-target.js';
export {
  findColumn,
  isMissing,
  type CategoricalColumn,
  type Column,
  type NumericColumn,
  type Table,
} from './table/table.js';
export { tokenizeTweet } from './sentiment140/tweet-tokenizer.js';
export { wordsOf } from './sentiment140/vocabulary.js';
export { wine, wineFeatureNames } from './wine.js';
