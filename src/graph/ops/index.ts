export * from './elementwise.js';
export * from './linear.js';
export * from './shape.js';
export * from './indexing.js';
export * from './reduction.js';
