import type { Task } from 'choosy/tasks';
import type { SearchSpace } from '../../../tuning/spaces.js';

/** A task that no selector was tuned for. */
export interface HeldOutTask extends Omit<Task, 'targets' | 'lossTargets'> {
  /** Where the defaults come from: the search of `search.ts`, with random shuffling only. */
  readonly search: SearchSpace;
}
