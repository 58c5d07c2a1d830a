import type { BenchTask } from '../bench-task.js';
import { checkerboard } from './checkerboard.js';
import { signedSum } from './signed-sum.js';
import { friedman } from './friedman.js';
import { gaussianMixture } from './gaussian-mixture.js';
import { rareRing } from './rare-ring.js';
import { sevenSegment } from './seven-segment.js';

/**
 * Small tasks with drawn data, unlike those of Choosy. They were seen while `choosy()` was developed, so they are no proof
 * for it any more.
 */
export const syntheticTasks: readonly BenchTask[] = [
  checkerboard,
  gaussianMixture,
  friedman,
  sevenSegment,
  signedSum,
  rareRing,
];
