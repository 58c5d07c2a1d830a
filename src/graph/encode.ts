import { PbfWriter } from 'pbf';
import type { Shape } from '../core/shape.js';
import type { Attribute, Constant, ElementType, Graph, Node, Value } from './graph.js';
import { usedParts } from './used-parts.js';

/** Version of the operator set; the lowest that has BitwiseXor and reductions with axes as an input. */
const OPSET = 18;
/** Version of the file format that goes with it. */
const IR_VERSION = 8;

/** TensorProto.DataType of onnx.proto. */
const elementTypeCodes: Record<ElementType, number> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
  uint32: 12,
};

/** AttributeProto.AttributeType of onnx.proto. */
const attributeTypeCodes = { float: 1, int: 2, text: 3, ints: 7 } as const;

/**
 * A graph as the bytes of an ONNX file.
 *
 * Field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 */
export function encodeOnnx(graph: Graph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'choosy');
  pbf.writeMessage(7, writeGraph, graph);
  pbf.writeMessage(8, writeOpset, OPSET);
  return pbf.finish();
}

function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, '');
  pbf.writeVarintField(2, version);
}

function writeGraph(graph: Graph, pbf: PbfWriter): void {
  const { nodes, constants } = usedParts(graph);
  const outputNames = new Map(graph.outputs.map(({ name, value }) => [value, name]));
  const nameOf = (value: Value | undefined) => (value ? (outputNames.get(value) ?? value.name) : '');
  for (const node of nodes) pbf.writeMessage(1, writeNode, { node, nameOf });
  pbf.writeStringField(2, 'graph');
  for (const constant of constants) pbf.writeMessage(5, writeTensor, constant);
  for (const input of graph.inputs) pbf.writeMessage(11, writeValueInfo, input);
  for (const { name, value } of graph.outputs) pbf.writeMessage(12, writeValueInfo, { ...value, name });
}

interface NamedNode {
  readonly node: Node;
  readonly nameOf: (value: Value | undefined) => string;
}

function writeNode({ node, nameOf }: NamedNode, pbf: PbfWriter): void {
  for (const input of node.inputs) pbf.writeStringField(1, nameOf(input));
  for (const output of node.outputs) pbf.writeStringField(2, nameOf(output));
  pbf.writeStringField(4, node.op);
  for (const entry of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, entry);
}

function writeAttribute([name, attribute]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if ('float' in attribute) {
    pbf.writeFloatField(2, attribute.float);
    pbf.writeVarintField(20, attributeTypeCodes.float);
  } else if ('int' in attribute || 'elementType' in attribute) {
    pbf.writeVarintField(3, 'int' in attribute ? attribute.int : elementTypeCodes[attribute.elementType]);
    pbf.writeVarintField(20, attributeTypeCodes.int);
  } else if ('text' in attribute) {
    pbf.writeStringField(4, attribute.text);
    pbf.writeVarintField(20, attributeTypeCodes.text);
  } else {
    for (const int of attribute.ints) pbf.writeVarintField(8, int);
    pbf.writeVarintField(20, attributeTypeCodes.ints);
  }
}

function writeTensor({ value, data }: Constant, pbf: PbfWriter): void {
  for (const size of value.shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, elementTypeCodes[value.type]);
  pbf.writeStringField(8, value.name);
  pbf.writeBytesField(9, rawData(value.type, data));
}

function rawData(type: ElementType, data: readonly number[]): Uint8Array {
  const array = {
    float32: () => Float32Array.from(data),
    float64: () => Float64Array.from(data),
    uint8: () => Uint8Array.from(data),
    uint32: () => Uint32Array.from(data),
    int32: () => Int32Array.from(data),
    int64: () => BigInt64Array.from(data, BigInt),
    bool: () => Uint8Array.from(data),
  }[type]();
  return new Uint8Array(array.buffer);
}

function writeValueInfo({ name, type, shape }: Value, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, (_: null, typePbf) => typePbf.writeMessage(1, writeTensorType, { type, shape }), null);
}

function writeTensorType({ type, shape }: { type: ElementType; shape: Shape }, pbf: PbfWriter): void {
  pbf.writeVarintField(1, elementTypeCodes[type]);
  pbf.writeMessage(2, writeShape, shape);
}

function writeShape(shape: Shape, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number, pbf: PbfWriter): void {
  if (size >= 0) pbf.writeVarintField(1, size);
  else pbf.writeStringField(2, size === -1 ? 'batch' : `batch_times_${-size}`);
}
