import type { Tensor } from 'onnxruntime-common';

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A compiled graph, ready to run. */
export interface Session {
  /** Runs the graph once, with a tensor for every input, and gives a new one for every output. */
  run(inputs: Tensors): Promise<Tensors>;
  /** Frees the memory held outside JavaScript. */
  release(): Promise<void>;
}

export interface SessionOptions {
  /** Threads that one operator may use; 1 by default. */
  readonly threads?: number;
}

/** Compiles the bytes of an ONNX file. */
export type CreateSession = (onnx: Uint8Array, options?: SessionOptions) => Promise<Session>;
