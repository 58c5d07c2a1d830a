export { adam, adamW, type AdamOptions } from './adam.js';
export type { Optimizer, OptimizerOptions } from './optimizer.js';
export { rmsprop, type RmspropOptions } from './rmsprop.js';
export {
  cosineDecay,
  linearDecay,
  stepDecay,
  warmUp,
  type LearningRate,
  type Schedule,
} from './schedules.js';
export { sgd, type SgdOptions } from './sgd.js';
