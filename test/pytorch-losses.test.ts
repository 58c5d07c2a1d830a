import { accuracy, binaryAccuracy, evaluate, meanAbsoluteError, r2 } from 'choosy';
import { backward, Graph, ops as op } from 'choosy/graph';
import { activation, sequential } from 'choosy/layers';
import { binaryCrossEntropy, huber, type Loss, softmaxCrossEntropy, squaredError } from 'choosy/losses';
import { createSession, Tensor } from 'choosy/runtime';
import { encodeOnnx } from 'choosy/graph';
import { describe, expect, it } from 'vitest';
import { expectClose, readFixture } from './support/fixtures.js';

interface LossCase {
  readonly name: string;
  readonly outputs: number;
  readonly logits: readonly number[];
  readonly labels: readonly number[];
  readonly losses: readonly number[];
  readonly gradientNorms: readonly number[];
}

const losses: Record<string, Loss> = {
  'softmaxCrossEntropy 0.0': softmaxCrossEntropy(),
  'softmaxCrossEntropy 0.1': softmaxCrossEntropy({ labelSmoothing: 0.1 }),
  binaryCrossEntropy: binaryCrossEntropy(),
  'binaryCrossEntropy several': binaryCrossEntropy(),
  squaredError: squaredError(),
  'huber 1.0': huber(),
  'huber 0.5': huber({ delta: 0.5 }),
};

async function lossesAndNorms(loss: Loss, { outputs, logits, labels }: LossCase) {
  const graph = new Graph();
  const z = graph.input('z', [-1, outputs]);
  const labelSize = (labels.length * outputs) / logits.length;
  const y = graph.input('y', [-1, labelSize]);
  const values = loss.apply(z, y);
  const [gradient] = backward([{ value: values, gradient: op.add(op.zerosLike(values), 1) }], [z]);
  graph.output('losses', values);
  graph.output('norms', op.sqrt(op.reduceSum(op.square(gradient!), { axes: [1] })));
  const session = await createSession(encodeOnnx(graph));
  const count = logits.length / outputs;
  const results = await session.run({
    z: new Tensor('float32', Float32Array.from(logits), [count, outputs]),
    y: new Tensor('float32', Float32Array.from(labels), [count, labelSize]),
  });
  await session.release();
  return {
    losses: results['losses']!.data as Float32Array,
    norms: results['norms']!.data as Float32Array,
  };
}

describe('losses give what PyTorch gives', () => {
  it.each(readFixture<LossCase[]>('pytorch-losses.json'))('$name', async (expected) => {
    const actual = await lossesAndNorms(losses[expected.name]!, expected);
    expectClose(actual.losses, expected.losses, { tolerance: 1e-6, what: 'losses' });
    expectClose(actual.norms, expected.gradientNorms, { tolerance: 1e-6, what: 'gradient norms' });
  });

  it('stays finite far out', async () => {
    const far = [1e4, -1e4, 3e38, 0];
    const softmax = await lossesAndNorms(softmaxCrossEntropy(), {
      ...{ name: '', outputs: 2, logits: far, labels: [1, 0], losses: [], gradientNorms: [] },
    });
    expect(softmax.losses[0]).toBe(2e4);
    expect(softmax.losses[1]).toBeCloseTo(0, 30);
    const binary = await lossesAndNorms(binaryCrossEntropy(), {
      ...{ name: '', outputs: 1, logits: far, labels: [0, 1, 1, 0], losses: [], gradientNorms: [] },
    });
    expect([...binary.losses]).toEqual([1e4, 1e4, 0, Math.fround(Math.LN2)]);
  });
});

describe('metrics give what is worked out by hand', () => {
  const measure = async (
    metric: Parameters<typeof evaluate>[0]['metrics'][number],
    loss: Loss,
    { outputs, x, labels }: { outputs: number; x: number[]; labels: Int32Array | Float32Array },
  ) => {
    const model = sequential([activation('linear')], { inputShape: [outputs] });
    const dataset = {
      name: 'by hand',
      sampleShape: [outputs],
      features: Float32Array.from(x),
      labels,
    };
    const weights = model.initialize(0);
    return (await evaluate({ model, dataset, loss, metrics: [metric], weights })).metrics[metric.name];
  };

  it('accuracy', async () => {
    // Right, wrong, right, wrong (of equal logits the first one counts).
    const x = [1, 2, 0, 5, 4, 3, -1, -2, -1, 0, 0, 0];
    const labels = Int32Array.of(1, 1, 0, 2);
    expect(await measure(accuracy(), softmaxCrossEntropy(), { outputs: 3, x, labels })).toBe(0.5);
  });

  it('binary accuracy', async () => {
    const one = { outputs: 1, x: [2, -1, 0.1, -3], labels: Int32Array.of(1, 1, 1, 0) };
    expect(await measure(binaryAccuracy(), binaryCrossEntropy(), one)).toBe(0.75);
    const two = { outputs: 2, x: [2, -1, 0.1, -3], labels: Int32Array.of(1, 1, 0, 0) };
    expect(await measure(binaryAccuracy(), binaryCrossEntropy(), two)).toBe(0.5);
  });

  it('mean absolute error', async () => {
    const data = { outputs: 2, x: [1, 2, 3, 4], labels: Float32Array.of(1, 4, 2, 8) };
    expect(await measure(meanAbsoluteError(), squaredError(), data)).toBe((0 + 2 + 1 + 4) / 4);
  });

  it('R²', async () => {
    const data = { outputs: 1, x: [1, 2, 4], labels: Float32Array.of(1, 3, 5) };
    // Squared errors 0, 1, 1; squares of the targets around their mean 3: 4, 0, 4.
    expect(await measure(r2(), squaredError(), data)).toBeCloseTo(1 - 2 / 8, 6);
    const mean = { outputs: 1, x: [3, 3, 3], labels: Float32Array.of(1, 3, 5) };
    expect(await measure(r2(), squaredError(), mean)).toBeCloseTo(0, 6);
  });
});
