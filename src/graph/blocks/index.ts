export { convolution } from './convolution.js';
export { lstm } from './lstm.js';
export { averagePool, maxPool } from './pooling.js';
export { windowPlaces, type Pair, type Window, type WindowPlaces } from './windows.js';
