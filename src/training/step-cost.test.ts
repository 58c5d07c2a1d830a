import { expect, it } from 'vitest';
import { BATCH } from '../core/shape.js';
import { Graph, ops as op } from '../graph/index.js';
import { estimateStepCost } from './step-cost.js';

it('is that of its operators: to call them, the numbers that they give, and the products that they add', () => {
  const graph = new Graph();
  const x = graph.input('x', [BATCH, 30]);
  const weights = graph.input('weights', [30, 20]);
  graph.output('y', op.matmul(x, weights));
  const { fixed, perSample } = estimateStepCost(graph);
  expect(fixed).toBeCloseTo(0.7, 9);
  expect(perSample).toBeCloseTo(20 * 0.2e-3 + 20 * 30 * 15e-6, 9);
});

it('counts by the sample what is added up over the batch, and the sum once', () => {
  const graph = new Graph();
  const x = graph.input('x', [BATCH, 30]);
  const dy = graph.input('dy', [BATCH, 20]);
  graph.output('gradient', op.gemm(x, dy, undefined, { transposeA: true }));
  const { fixed, perSample } = estimateStepCost(graph);
  expect(fixed).toBeCloseTo(0.7 + 30 * 20 * 0.2e-3, 9);
  expect(perSample).toBeCloseTo(30 * 20 * 15e-6, 9);
});

it('leaves out what no output depends on, and what only has another shape', () => {
  const graph = new Graph();
  const x = graph.input('x', [BATCH, 4, 5]);
  op.relu(x);
  graph.output('y', op.reshape(x, [BATCH, 20]));
  const { fixed, perSample } = estimateStepCost(graph);
  expect(fixed).toBeCloseTo(0.7, 9);
  expect(perSample).toBe(0);
});
