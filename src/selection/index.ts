export { highestLoss, type HighestLossOptions } from './highest-loss.js';
export { randomShuffling } from './random-shuffling.js';
export { selectors, type SelectorEntry } from './registry.js';
export { sequentialOrder } from './sequential-order.js';
export { withReplacement } from './with-replacement.js';
