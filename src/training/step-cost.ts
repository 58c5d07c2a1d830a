import { type Shape, sizeOf } from '../core/shape.js';
import { type Graph, type Node, usedParts } from '../graph/index.js';

/**
 * What a training step takes on one thread, in microseconds. It is an estimate from the graph alone, so that what is decided by
 * it is decided alike on every machine.
 */
export interface StepCost {
  /** Whatever the size of the batch. */
  readonly fixed: number;
  /** For each sample of the batch, in addition. */
  readonly perSample: number;
}

/**
 * Microseconds, on the machine of docs/performance.md: to call an operator, for each number that it gives, and for each
 * product in a matrix product.
 */
const OPERATION = 0.7;
const ELEMENT = 0.2e-3;
const MULTIPLY_ADD = 15e-6;

/** Operators that give the numbers that they got, and those that give matrix products. */
const FREE = new Set(['Reshape', 'Identity']);
const PRODUCTS = new Set(['MatMul', 'Gemm']);

/** What a step of the graph costs. */
export function estimateStepCost(graph: Graph): StepCost {
  const cost = { fixed: 0, perSample: 0 };
  const add = (each: number, sizes: Shape) => {
    const isOfBatch = sizes.some((size) => size < 0);
    cost[isOfBatch ? 'perSample' : 'fixed'] += each * Math.abs(sizeOf(sizes));
  };
  for (const node of usedParts(graph).nodes) {
    cost.fixed += OPERATION;
    if (FREE.has(node.op)) continue;
    for (const { shape } of node.outputs) add(ELEMENT, shape);
    if (PRODUCTS.has(node.op)) add(MULTIPLY_ADD, [...node.outputs[0]!.shape, summedOver(node)]);
  }
  return cost;
}

/** How many products each number of a matrix product is the sum of. */
function summedOver({ inputs, attributes }: Node): number {
  const { transA } = attributes;
  const isTransposed = transA !== undefined && 'int' in transA && transA.int === 1;
  return inputs[0]!.shape.at(isTransposed ? 0 : -1)!;
}
