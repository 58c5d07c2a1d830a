/** Processors take some hundred times as long with denormal numbers, so training must not make any. */
import { adam, adamW, rmsprop, sgd, softmaxCrossEntropy } from 'choosy';
import { backward, Graph, ops as op } from 'choosy/graph';
import { expect, it } from 'vitest';
import { BATCH } from '../src/core/shape.js';
import { BatchBuffers } from '../src/training/batch-buffers.js';
import { TrainingStep } from '../src/training/step.js';
import { runnable, TEST_BATCH } from './support/run-graph.js';
import { denseToy } from './support/toy.js';

const SMALLEST_NORMAL = 2 ** -126;
const isDenormal = (value: number) => value !== 0 && Math.abs(value) < SMALLEST_NORMAL;

it.each([
  adam({ learningRate: 0.01 }),
  adamW({ learningRate: 0.01 }),
  rmsprop({ learningRate: 0.01 }),
  sgd({ learningRate: 0.01, momentum: 0.9 }),
])('$name keeps none of parameters that get no gradient any more', async (optimizer) => {
  const { model, dataset, loss } = denseToy();
  const types = { features: 'float32', labels: 'int32', labelSize: 1 } as const;
  const weights = model.initialize(1);
  const options = { model, loss, types, optimizer, weights, signals: [], threads: 1, seed: 1 };
  const step = await TrainingStep.create(options);
  const slots = optimizer.slots.map(
    (slot) => [slot, new Float32Array(model.parameterCount).fill(1e-3)] as const,
  );
  step.restore({ ...step.vectors, ...Object.fromEntries(slots) });
  const tensors = new BatchBuffers(dataset).gather(Uint32Array.of(0, 1));
  // No loss counts, so no gradient comes: 0.9 to the power of 900 is 7e-42.
  (tensors.coefficients.data as Float32Array).fill(0);
  for (let i = 0; i < 1000; i++) await step.run(tensors, i, 0.01);
  const { vectors } = step;
  await step.release();
  for (const slot of optimizer.slots) expect(vectors[slot]!.some(isDenormal), slot).toBe(false);
});

it('gives no denormal gradient at the logits of classes that a sample is far from', async () => {
  const graph = new Graph();
  const logits = graph.input('logits', [BATCH, 4]);
  const labels = graph.input('labels', [BATCH, 1], 'int32');
  const losses = softmaxCrossEntropy().apply(logits, labels);
  const [gradient] = backward([{ value: losses, gradient: op.onesLike(losses) }], [logits]);
  graph.output('gradient', gradient!);
  const run = await runnable(graph);
  const rows = Array<readonly number[]>(TEST_BATCH).fill([0, -20, -95, -1000]);
  const { gradient: values } = await run({ logits: rows.flat(), labels: rows.map(() => 0) });
  expect(values).toHaveLength(4 * TEST_BATCH);
  expect(values!.some((value) => value !== 0 && Math.abs(value) < 1e-14)).toBe(false);
  expect(values![1]).toBeCloseTo(Math.exp(-20), 12);
});
