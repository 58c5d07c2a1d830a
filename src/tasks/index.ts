export { iris } from './iris.js';
export { mnist } from './mnist.js';
export { tasks } from './registry.js';
export type { LoadOptions, Task } from './task.js';
