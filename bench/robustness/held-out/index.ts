import { checkerboard } from './checkerboard.js';
import { signedSum } from './signed-sum.js';
import { friedman } from './friedman.js';
import { gaussianMixture } from './gaussian-mixture.js';
import type { HeldOutTask } from './held-out-task.js';
import { rareRing } from './rare-ring.js';
import { sevenSegment } from './seven-segment.js';

export type { HeldOutTask } from './held-out-task.js';

/** Small tasks unlike those of Choosy. Nobody may tune a selector on them; all they are for is to judge one. */
export const heldOutTasks: readonly HeldOutTask[] = [
  checkerboard,
  gaussianMixture,
  friedman,
  sevenSegment,
  signedSum,
  rareRing,
];
