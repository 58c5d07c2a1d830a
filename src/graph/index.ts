export { backward, type Seed } from './backward.js';
export { encodeOnnx } from './encode.js';
export { Graph, type ElementType, type Node, type Value } from './graph.js';
export { usedParts } from './used-parts.js';
export * as blocks from './blocks/index.js';
export * as ops from './ops/index.js';
