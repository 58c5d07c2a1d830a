import { ShapeError } from '../core/errors.js';
import { formatShape, sizeOf, type Shape } from '../core/shape.js';
import type { OpType } from './op-types.js';

export type ElementType = 'float32' | 'float64' | 'uint8' | 'uint32' | 'int32' | 'int64' | 'bool';

/** An attribute of an ONNX node; integers and floats are kept apart since ONNX does. */
export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly elementType: ElementType };

export type Attributes = Readonly<Record<string, Attribute>>;

/** A tensor in a graph: what a node gives, an input, or a constant. */
export interface Value {
  readonly graph: Graph;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** The node that computes it; absent for inputs and constants. */
  readonly node?: Node;
}

/** One application of an ONNX operator. An absent optional input is undefined. */
export interface Node {
  readonly op: OpType;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** A tensor whose values are part of the graph. */
export interface Constant {
  readonly value: Value;
  readonly data: readonly number[];
}

/**
 * Several nodes that are differentiated as one, by a rule of their own, because that is much faster than to
 * differentiate node by node.
 */
export interface Block {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** From the gradients at the outputs, the gradients at the inputs; undefined where there is none. */
  readonly gradient: (dy: readonly (Value | undefined)[]) => readonly (Value | undefined)[];
}

export interface GraphOptions {
  readonly real?: 'float32' | 'float64';
  readonly multithreaded?: boolean;
}

/**
 * An ONNX graph under construction.
 *
 * Nodes are kept in the order in which they were added, which is an order of evaluation.
 */
export class Graph {
  readonly inputs: Value[] = [];
  readonly outputs: { readonly name: string; readonly value: Value }[] = [];
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];
  /** What a backward walk visits: the nodes, with each block in the place of its nodes. */
  readonly tape: (Node | Block)[] = [];
  readonly #knownConstants = new Map<string, Value>();
  readonly #constantData = new Map<Value, readonly number[]>();
  #insideBlock = false;
  #values = 0;

  /** The type of real numbers in it: float32, or float64 to check gradients with. */
  readonly real: 'float32' | 'float64';
  /** Whether operators may run on several threads, where some kernels of ONNX Runtime lose updates. */
  readonly multithreaded: boolean;

  constructor({ real = 'float32', multithreaded = false }: GraphOptions = {}) {
    this.real = real;
    this.multithreaded = multithreaded;
  }

  input(name: string, shape: Shape, type: ElementType = this.real): Value {
    const value = { graph: this, name, type, shape };
    this.inputs.push(value);
    return value;
  }

  /** Makes a value an output of the graph under the given name. */
  output(name: string, value: Value): void {
    const hasNode = value.node !== undefined;
    const isOutput = this.outputs.some((output) => output.value === value);
    // What no node computes, or what is an output already, is copied; else the node writes under the new name.
    const copied = hasNode && !isOutput ? value : this.add('Identity', [value], { shape: value.shape });
    this.outputs.push({ name, value: copied });
  }

  /** A constant tensor; equal ones are held once. */
  constant(data: number | readonly number[], shape?: Shape, type: ElementType = this.real): Value {
    const values = typeof data === 'number' ? [data] : data;
    const constantShape = shape ?? (typeof data === 'number' ? [] : [data.length]);
    if (values.length !== sizeOf(constantShape)) {
      throw new ShapeError(`A constant of shape ${formatShape(constantShape)} got ${values.length} values.`);
    }
    const key = `${type} ${constantShape.join(',')} ${values.join(',')}`;
    const known = this.#knownConstants.get(key);
    if (known) return known;
    const value = { graph: this, name: `constant_${this.constants.length}`, type, shape: constantShape };
    this.constants.push({ value, data: values });
    this.#knownConstants.set(key, value);
    this.#constantData.set(value, values);
    return value;
  }

  /** The values of a constant; undefined if the value is not one. */
  constantData(value: Value): readonly number[] | undefined {
    return this.#constantData.get(value);
  }

  /** Adds nodes that are differentiated as one. */
  block(
    inputs: readonly Value[],
    build: () => readonly Value[],
    gradient: Block['gradient'],
  ): readonly Value[] {
    const outer = this.#insideBlock;
    this.#insideBlock = true;
    const outputs = build();
    this.#insideBlock = outer;
    if (!outer) this.tape.push({ inputs, outputs, gradient });
    return outputs;
  }

  /** Adds a node with one output. */
  add(
    op: OpType,
    inputs: readonly (Value | undefined)[],
    output: { shape: Shape; type?: ElementType },
    attributes: Attributes = {},
  ): Value {
    return this.addMany(op, inputs, [output], attributes)[0]!;
  }

  /** Adds a node with any number of outputs. */
  addMany(
    op: OpType,
    inputs: readonly (Value | undefined)[],
    outputs: readonly { shape: Shape; type?: ElementType }[],
    attributes: Attributes = {},
  ): Value[] {
    const foreign = inputs.find((input) => input && input.graph !== this);
    if (foreign) throw new Error(`${op} mixes values of two graphs, such as ${foreign.name}`);
    const defaultType = inputs.find((input) => input !== undefined)?.type ?? this.real;
    const values: Value[] = [];
    const node: Node = { op, inputs, outputs: values, attributes };
    for (const { shape, type = defaultType } of outputs) {
      values.push({ graph: this, name: `${op}_${this.#values++}`, type, shape, node });
    }
    this.nodes.push(node);
    if (!this.#insideBlock) this.tape.push(node);
    return values;
  }
}
