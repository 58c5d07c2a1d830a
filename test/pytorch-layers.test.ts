import {
  activation,
  type ActivationName,
  averagePool2d,
  batchNormalization,
  conv2d,
  dense,
  embedding,
  flatten,
  globalAveragePool2d,
  type Layer,
  layerNormalization,
  lstm,
  maxPool2d,
  sequential,
} from 'choosy/layers';
import { backward, Graph } from 'choosy/graph';
import { describe, expect, it } from 'vitest';
import { expectClose, readFixture, weightAt } from './support/fixtures.js';
import { runnable, TEST_BATCH } from './support/run-graph.js';

interface LayerCase {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly x: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly training?: boolean;
  readonly statistics?: Readonly<Record<string, readonly number[]>>;
  readonly output: readonly number[];
  readonly projection: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly xGradient?: readonly number[];
  readonly nextStatistics?: Readonly<Record<string, readonly number[]>>;
  /** 1 where outputs are compared; absent means everywhere. */
  readonly compared?: readonly number[];
}

/** PyTorch's values are float64, so this is about rounding to float32, over sums of up to a hundred terms. */
const TOLERANCE = 5e-6;

const cases = readFixture<LayerCase[]>('pytorch-layers.json');

/** The layers that a case was computed for. */
function layersOf({ name }: LayerCase): Layer[] {
  const [, kind, padding, strides] = /^(\w+)(?: (valid|same) (\S+))?/.exec(name)!;
  switch (name) {
    case 'dense':
    case 'dense on two axes':
      return [dense(3)];
    case 'dense without bias':
      return [dense(3, { useBias: false })];
    case 'conv2d one channel':
      return [conv2d(2, 2)];
    case 'conv2d relu maxPool2d':
      return [conv2d(2, 3, { padding: 'same', activation: 'relu' }), maxPool2d(2)];
    case 'conv2d flatten':
      return [conv2d(3, 2), flatten()];
    case 'conv2d batchNormalization training':
      return [conv2d(4, 2), batchNormalization({ momentum: 0.9 })];
    case 'conv2d layerNormalization':
      return [conv2d(4, 2), layerNormalization()];
    case 'conv2d globalAveragePool2d':
      return [conv2d(4, 2), globalAveragePool2d()];
    case 'conv2d dense':
      return [conv2d(4, 2), dense(2)];
    case 'conv2d softmax':
      return [conv2d(4, 2, { activation: 'softmax' })];
    case 'maxPool2d 2 valid 2':
      return [maxPool2d(2)];
    case 'maxPool2d 3 valid 2':
      return [maxPool2d(3, { strides: 2 })];
    case 'maxPool2d 3 same 2':
      return [maxPool2d(3, { strides: 2, padding: 'same' })];
    case 'averagePool2d 2 valid 2':
      return [averagePool2d(2)];
    case 'averagePool2d 3 same 1':
      return [averagePool2d(3, { strides: 1, padding: 'same' })];
    case 'averagePool2d 3 same 2':
      return [averagePool2d([3, 3], { strides: [2, 2], padding: 'same' })];
    case 'lstm last state':
      return [lstm(4)];
    case 'lstm sequence':
      return [lstm(4, { returnSequences: true })];
    case 'embedding lstm lengths last state':
      return [embedding(6, 3, { paddingIndex: 0 }), lstm(4)];
    case 'embedding two lstms lengths':
      return [embedding(6, 3, { paddingIndex: 0 }), lstm(4, { returnSequences: true }), lstm(4)];
    case 'embedding lstm lengths sequence':
      return [embedding(6, 3, { paddingIndex: 0 }), lstm(4, { returnSequences: true })];
  }
  switch (kind!) {
    case 'conv2d': {
      const [vertical, horizontal] = strides!.split('x').map(Number) as [number, number];
      return [conv2d(2, [3, 2], { padding: padding as 'valid', strides: [vertical, horizontal] })];
    }
    case 'globalAveragePool2d':
      return [globalAveragePool2d()];
    case 'flatten':
      return [flatten()];
    case 'batchNormalization':
      return [batchNormalization({ momentum: 0.9 })];
    case 'layerNormalization':
      return [layerNormalization()];
    case 'embedding':
      return [embedding(6, 3)];
    case 'activation':
      return [activation(name.split(' ')[1] as ActivationName)];
  }
  throw new Error(`this test knows no layers for the case "${name}"`);
}

describe('layers give what PyTorch gives', () => {
  it.each(cases)('$name', async (expected) => {
    const { inputShape, training = false, xGradient } = expected;
    const model = sequential(layersOf(expected), { inputShape });
    expect(model.outputShape).toEqual(expected.outputShape);

    const graph = new Graph();
    const tokens = model.tokens !== undefined;
    const x = graph.input('x', [-1, ...inputShape], tokens ? 'int32' : 'float32');
    const parameters = graph.input('parameters', [model.parameterCount]);
    const statistics =
      model.statisticCount > 0 ? graph.input('statistics', [model.statisticCount]) : undefined;
    const output = model.apply({ x, parameters, statistics, training });
    const projection = graph.input('projection', output.logits.shape);
    const [dx, dParameters] = backward(
      [{ value: output.logits, gradient: projection }],
      tokens ? [parameters, parameters] : [x, parameters],
    );
    graph.output('output', output.logits);
    if (!tokens) graph.output('xGradient', dx!);
    if (model.parameterCount > 0) graph.output('gradient', dParameters!);
    if (output.statistics) graph.output('nextStatistics', output.statistics);

    const vector = (byPath: Readonly<Record<string, readonly number[]>>, trainable: boolean) =>
      model.weights.filter((weight) => weight.trainable === trainable).flatMap(({ path }) => byPath[path]!);
    const results = await (
      await runnable(graph)
    )({
      x: expected.x,
      projection: expected.projection,
      parameters: vector(expected.weights, true),
      statistics: vector(expected.statistics ?? {}, false),
    });

    const outputs = results['output']!.map((value, i) => value * (expected.compared?.[i] ?? 1));
    expect(outputs.length).toBe(TEST_BATCH * expected.outputShape.reduce((a, b) => a * b, 1));
    expectClose(outputs, expected.output, { tolerance: TOLERANCE, what: 'output' });
    if (xGradient) {
      expectClose(results['xGradient']!, xGradient, { tolerance: TOLERANCE, what: 'gradient at the input' });
    }
    for (const [path, gradient] of Object.entries(expected.gradients)) {
      const actual = weightAt(model, results['gradient']!, path);
      expectClose(actual, gradient, { tolerance: TOLERANCE, what: `gradient at ${path}` });
    }
    for (const [path, next] of Object.entries(expected.nextStatistics ?? {})) {
      const actual = weightAt(model, results['nextStatistics']!, path);
      expectClose(actual, next, { tolerance: TOLERANCE, what: `next ${path}` });
    }
  });
});
