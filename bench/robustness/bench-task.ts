import type { Task } from 'choosy/tasks';
import type { SearchSpace } from '../../tuning/spaces.js';

/** A task that this benchmark has, and Choosy has not. */
export interface BenchTask extends Omit<Task, 'targets' | 'lossTargets'> {
  /** Where the defaults come from: the search of `search.ts`, with random shuffling only. */
  readonly search: SearchSpace;
}
