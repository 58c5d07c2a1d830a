import { iris } from './iris.js';
import { mnist } from './mnist.js';
import type { Task } from './task.js';

/** All tasks. A new one needs a line here and nothing else. */
export const tasks: readonly Task[] = [mnist, iris];
