/** A message of protocol buffers, by field number; bytes stay bytes, whatever they hold. */
export type Message = ReadonlyMap<number, readonly (bigint | Uint8Array)[]>;

/**
 * Reads one message, knowing nothing but the wire format (https://protobuf.dev/programming-guides/encoding/),
 * so that what our encoder writes is read by something else than what wrote it.
 */
export function readMessage(bytes: Uint8Array): Message {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) throw new Error('a varint goes beyond the end');
      const byte = bytes[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error('a field goes beyond the end');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const readers: Record<number, () => bigint | Uint8Array> = {
      0: varint,
      1: () => take(8),
      2: () => take(Number(varint())),
      5: () => take(4),
    };
    const read = readers[tag & 7];
    if (!read) throw new Error(`unknown wire type ${tag & 7}`);
    const values = fields.get(tag >> 3) ?? [];
    values.push(read());
    fields.set(tag >> 3, values);
  }
  return fields;
}

const all = (message: Message, field: number) => message.get(field) ?? [];
export const messages = (message: Message, field: number): Message[] =>
  all(message, field).map((value) => readMessage(value as Uint8Array));
export const texts = (message: Message, field: number): string[] =>
  all(message, field).map((value) => new TextDecoder('utf-8', { fatal: true }).decode(value as Uint8Array));
export const integers = (message: Message, field: number): number[] =>
  all(message, field).map((value) => Number(BigInt.asIntN(64, value as bigint)));

interface TensorInfo {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

/** What an ONNX file says of itself; field numbers are those of onnx.proto. */
export function readOnnx(bytes: Uint8Array) {
  const model = readMessage(bytes);
  const [graph] = messages(model, 7) as [Message];
  const tensorInfo = (info: Message): TensorInfo => {
    const [tensor] = messages(messages(info, 2)[0]!, 1) as [Message];
    const dimensions = messages(tensor, 2).flatMap((shape) => messages(shape, 1));
    return {
      name: texts(info, 1)[0]!,
      type: integers(tensor, 1)[0]!,
      shape: dimensions.map((dimension) => integers(dimension, 1)[0] ?? texts(dimension, 2)[0]!),
    };
  };
  return {
    irVersion: integers(model, 1)[0],
    opsets: messages(model, 8).map((opset) => ({
      domain: texts(opset, 1)[0],
      version: integers(opset, 2)[0],
    })),
    nodes: messages(graph, 1).map((node) => ({
      op: texts(node, 4)[0]!,
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      attributes: messages(node, 5),
    })),
    constants: messages(graph, 5).map((tensor) => ({
      name: texts(tensor, 8)[0]!,
      type: integers(tensor, 2)[0]!,
      shape: integers(tensor, 1),
      data: (tensor.get(9)?.[0] ?? new Uint8Array(0)) as Uint8Array,
    })),
    inputs: messages(graph, 11).map(tensorInfo),
    outputs: messages(graph, 12).map(tensorInfo),
  };
}
