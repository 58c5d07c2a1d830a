export { loadFashionMnist } from './fashion-mnist.js';
export type { FileOptions } from './files.js';
export { parseIdx, type IdxArray } from './idx.js';
export { iris } from './iris.js';
export { loadMnist } from './mnist.js';
export { spirals, type SpiralOptions } from './spirals.js';
export { splitDataset, takeSamples, type Split, type SplitOptions } from './split.js';
export { fitStandardizer, standardize, type Standardizer } from './standardize.js';
export { wine, wineFeatureNames } from './wine.js';
