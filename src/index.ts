export * from './layers/index.js';
export * from './losses/index.js';
export * from './metrics/index.js';
export * from './optimizers/index.js';
export * from './training/index.js';
export * from './selection/index.js';
export * from './datasets/index.js';
// In place of that of ./training, which must be given a selector.
export { train, type TrainOptions } from './train.js';
export { Rng } from './core/rng.js';
export * from './core/errors.js';
