export { type QueueRunOptions, runOnQueue } from './run-on-queue.js';
export { serveQueue, type ServeOptions } from './serve-queue.js';
