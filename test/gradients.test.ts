import { ops as op, type Value } from 'choosy/graph';
import { describe, expect, it } from 'vitest';
import { gradientRules } from '../src/graph/gradients/index.js';
import type { OpType } from '../src/graph/op-types.js';
import { checkGradient, type GradientCheckInput, someBits } from './support/gradient-check.js';

interface Check {
  readonly inputs: readonly GradientCheckInput[];
  readonly f: (...x: Value[]) => Value | readonly Value[];
  /** For operators that have no float64 kernel. */
  readonly float32?: boolean;
}

const matrix: GradientCheckInput = { shape: [2, 3] };
const batch: GradientCheckInput = { shape: [-1, 4] };
const positive: GradientCheckInput = { shape: [4], values: [0.3, 0.8, 1.7, 2.9] };
const unary = (f: (x: Value) => Value, input: GradientCheckInput = batch): Check[] => [
  { inputs: [input], f },
];
const binary = (f: (a: Value, b: Value) => Value): Check[] => [
  { inputs: [batch, batch], f },
  { inputs: [batch, { shape: [4] }], f },
  { inputs: [{ shape: [4] }, batch], f },
  { inputs: [{ shape: [-1, 1] }, batch], f },
  { inputs: [{ shape: [] }, batch], f },
];

/** At least one check for every operator that has a gradient rule. */
const checks: Partial<Record<OpType, readonly Check[]>> = {
  Add: binary(op.add),
  Sub: binary(op.sub),
  Mul: binary(op.mul),
  Div: binary(op.div),
  Max: binary(op.max),
  Min: binary(op.min),
  Neg: unary(op.neg),
  Abs: unary(op.abs),
  Exp: unary(op.exp),
  Log: unary(op.log, positive),
  Sqrt: unary(op.sqrt, positive),
  Relu: unary(op.relu),
  LeakyRelu: unary((x) => op.leakyRelu(x, 0.2)),
  Tanh: unary(op.tanh),
  Sigmoid: unary(op.sigmoid),
  Identity: unary((x) => x.graph.add('Identity', [x], { shape: x.shape })),
  Where: [
    { inputs: [matrix, matrix], f: (a, b) => op.where(someBits(a.graph, [2, 3]), a, b) },
    { inputs: [matrix, { shape: [3] }], f: (a, b) => op.where(someBits(a.graph, [2, 1]), a, b) },
  ],
  Cast: unary((x) => op.mul(op.cast(op.cast(x, 'float64'), 'float64'), x)),
  MatMul: [
    { inputs: [matrix, { shape: [3, 4] }], f: op.matmul },
    { inputs: [{ shape: [-1, 2, 3] }, { shape: [3, 4] }], f: op.matmul },
    { inputs: [{ shape: [-1, 2, 3] }, { shape: [-1, 3, 2] }], f: op.matmul },
  ],
  Gemm: [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) => ({
      inputs: [
        { shape: transposeA ? [3, 2] : [2, 3] },
        { shape: transposeB ? [4, 3] : [3, 4] },
        { shape: [4] },
      ],
      f: (a: Value, b: Value, c: Value) => op.gemm(a, b, c, { transposeA, transposeB }),
    })),
  ),
  Transpose: unary((x) => op.transpose(x, [2, 0, 1]), { shape: [2, -1, 3] }),
  Reshape: unary((x) => op.reshape(x, [-2, 2])),
  Expand: [{ inputs: [{ shape: [1, 4] }, batch], f: (x, like) => op.expandLike(x, like) }],
  Concat: [{ inputs: [matrix, { shape: [2, 1] }, matrix], f: (...x) => op.concat(x, 1) }],
  Split: [
    { inputs: [{ shape: [2, 5] }], f: (x) => op.split(x, [1, 3, 1], 1) },
    { inputs: [{ shape: [-1, 5] }], f: (x) => op.split(x, [1, 3, 1], 1)[1]! },
  ],
  Slice: [
    { inputs: [{ shape: [2, 7] }], f: (x) => op.slice(x, 1, 1, 4) },
    { inputs: [{ shape: [-1, 7] }], f: (x) => op.slice(x, 1, 1, 6, 2) },
  ],
  Pad: unary((x) => op.pad(x, [0, 1], [0, 2]), batch),
  Gather: [
    {
      inputs: [{ shape: [-1, 5] }],
      f: (x) => op.gather(x, x.graph.constant([4, 0, 0, 2, 0], [5], 'int64'), 1),
    },
    { inputs: [{ shape: [5, 2] }], f: (x) => op.gather(x, x.graph.constant([3, 3, 0, 1], [2, 2], 'int64')) },
  ],
  ReduceSum: [
    ...unary((x) => op.reduceSum(x, { axes: [1] }), { shape: [-1, 3, 2] }),
    ...unary((x) => op.reduceSum(x, { axes: [0, 2], keepDims: true }), { shape: [-1, 3, 2] }),
  ],
  ReduceMean: [
    ...unary((x) => op.reduceMean(x, { axes: [2] }), { shape: [-1, 3, 2] }),
    ...unary((x) => op.reduceMean(x, { axes: [0, 1], keepDims: true }), { shape: [-1, 3, 2] }),
  ],
  ReduceMax: unary((x) => op.reduceMax(x, { axes: [1] }), { shape: [-1, 3, 2] }),
  ReduceMin: unary((x) => op.reduceMin(x, { axes: [0, 2] }), { shape: [2, -1, 3] }),
  ReduceL2: unary((x) => op.reduceL2(x, { axes: [1] }), { shape: [-1, 3, 2] }),
  Softmax: unary(op.softmax),
  LogSoftmax: unary(op.logSoftmax),
  Erf: [{ inputs: [batch], f: op.erf, float32: true }],
  Elu: [{ inputs: [batch], f: (x) => op.elu(x, 1.5), float32: true }],
};

const differentiable = Object.entries(gradientRules).filter(([, rule]) => typeof rule === 'object');

describe('gradient rules agree with central differences', () => {
  it.each(differentiable)('%s', async (name) => {
    const list = checks[name as OpType];
    expect(list, `${name} has a gradient rule but no check; add one to this file`).toBeDefined();
    for (const { inputs, f, float32 = false } of list!) await checkGradient(inputs, f, { float32 });
  });
});

describe('backward', () => {
  it('sums the gradients of a value used more than once', async () => {
    await checkGradient([batch], (x) => op.add(op.mul(x, x), op.tanh(x)));
  });

  it('gives zeros to a value on which nothing depends', async () => {
    await checkGradient([matrix, matrix], (a) => op.exp(a));
  });

  it('lets nothing through comparisons and indices', async () => {
    await checkGradient([batch], (x) => op.mul(x, op.cast(op.greater(x, 0), x.type)));
  });
});
