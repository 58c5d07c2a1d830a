import { describe, expect, it } from 'vitest';
import { integers, readOnnx, texts } from '../../test/support/protobuf.js';
import { type ElementType, encodeOnnx, Graph, ops as op } from './index.js';

describe('encodeOnnx', () => {
  it('writes names, types and shapes of inputs and outputs', () => {
    const graph = new Graph();
    const x = graph.input('x', [-1, 28, 28, 1]);
    const rows = graph.input('rows', [-30, 2], 'int32');
    graph.output('doubled', op.add(x, x));
    graph.output('flat', op.reshape(rows, [-60]));
    const { inputs, outputs, opsets, irVersion } = readOnnx(encodeOnnx(graph));
    expect(inputs).toEqual([
      { name: 'x', type: 1, shape: ['batch', 28, 28, 1] },
      { name: 'rows', type: 6, shape: ['batch_times_30', 2] },
    ]);
    expect(outputs).toEqual([
      { name: 'doubled', type: 1, shape: ['batch', 28, 28, 1] },
      { name: 'flat', type: 6, shape: ['batch_times_60'] },
    ]);
    expect({ opsets, irVersion }).toEqual({ opsets: [{ domain: '', version: 18 }], irVersion: 8 });
  });

  it.each<[ElementType, number, number[], number[]]>([
    ['float32', 1, [1, -0.5], [0, 0, 128, 63, 0, 0, 0, 191]],
    ['float64', 11, [-2], [0, 0, 0, 0, 0, 0, 0, 192]],
    ['uint8', 2, [255, 1], [255, 1]],
    ['int32', 6, [-1, 258], [255, 255, 255, 255, 2, 1, 0, 0]],
    ['uint32', 12, [0xfffffffe], [254, 255, 255, 255]],
    ['int64', 7, [-2], [254, 255, 255, 255, 255, 255, 255, 255]],
    ['bool', 9, [1, 0], [1, 0]],
  ])('writes constants of %s', (type, code, values, bytes) => {
    const graph = new Graph();
    graph.output('y', graph.constant(values, [values.length], type));
    const [constant] = readOnnx(encodeOnnx(graph)).constants;
    expect(constant).toMatchObject({ type: code, shape: [values.length] });
    expect([...constant!.data]).toEqual(bytes);
  });

  it('writes attributes of every kind, negative ones too', () => {
    const graph = new Graph();
    const x = graph.input('x', [2, 3]);
    const node = graph.add(
      'Identity',
      [x],
      { shape: x.shape },
      {
        integer: { int: -1 },
        many: { ints: [2, -3, 0] },
        real: { float: 0.25 },
        word: { text: 'wörd' },
        type: { elementType: 'int64' },
      },
    );
    graph.output('y', node);
    const { attributes } = readOnnx(encodeOnnx(graph)).nodes[0]!;
    const byName = new Map(attributes.map((attribute) => [texts(attribute, 1)[0], attribute]));
    expect(integers(byName.get('integer')!, 3)).toEqual([-1]);
    expect(integers(byName.get('integer')!, 20)).toEqual([2]);
    expect(integers(byName.get('many')!, 8)).toEqual([2, -3, 0]);
    expect(integers(byName.get('many')!, 20)).toEqual([7]);
    expect(byName.get('real')!.get(2)).toEqual([Uint8Array.of(0, 0, 128, 62)]);
    expect(integers(byName.get('real')!, 20)).toEqual([1]);
    expect(texts(byName.get('word')!, 4)).toEqual(['wörd']);
    expect(integers(byName.get('word')!, 20)).toEqual([3]);
    expect(integers(byName.get('type')!, 3)).toEqual([7]);
  });

  it('writes an absent optional input as an empty name', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    graph.output('y', graph.add('Identity', [x, undefined, x], { shape: [2] }));
    expect(readOnnx(encodeOnnx(graph)).nodes[0]!.inputs).toEqual(['x', '', 'x']);
  });

  it('leaves out what no output needs', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    graph.output('y', op.add(x, 1));
    op.mul(op.exp(x), 5);
    const { nodes, constants } = readOnnx(encodeOnnx(graph));
    expect(nodes.map((node) => node.op)).toEqual(['Add']);
    expect(constants.length).toBe(1);
  });

  it('lets a value be an output under two names, and an input and a constant be outputs', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    const y = op.exp(x);
    for (const name of ['first', 'second']) graph.output(name, y);
    graph.output('copy', x);
    graph.output('seven', graph.constant(7));
    graph.output('further', op.add(y, x));
    const { nodes, inputs, outputs, constants } = readOnnx(encodeOnnx(graph));
    const known = new Set([...inputs, ...constants].map(({ name }) => name));
    for (const node of nodes) {
      for (const input of node.inputs) expect(known).toContain(input);
      for (const output of node.outputs) {
        expect(known).not.toContain(output);
        known.add(output);
      }
    }
    expect(outputs.map(({ name }) => name)).toEqual(['first', 'second', 'copy', 'seven', 'further']);
    for (const { name } of outputs) expect(known).toContain(name);
  });

  it('holds equal constants once', () => {
    const graph = new Graph();
    expect(graph.constant([1, 2])).toBe(graph.constant([1, 2], [2]));
    expect(graph.constant([1, 2])).not.toBe(graph.constant([1, 2], [1, 2]));
    expect(graph.constant([1, 2])).not.toBe(graph.constant([1, 2], [2], 'int64'));
    expect(() => graph.constant([1, 2], [3])).toThrow('A constant of shape [3] got 2 values.');
  });

  it('refuses to mix graphs', () => {
    const [a, b] = [new Graph().input('x', [1]), new Graph().input('x', [1])];
    expect(() => op.add(a, b)).toThrow('two graphs');
  });
});
