import { FileFormatError } from './errors.js';
import { sizeOf } from './shape.js';

/** Typed arrays that a safetensors file can hold. */
export type StoredArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: StoredArray;
}

/** The content of a safetensors file. */
export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const arrayTypes = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U32: Uint32Array,
  U8: Uint8Array,
} as const;
type DType = keyof typeof arrayTypes;

function dtypeOf(data: StoredArray): DType {
  return (Object.keys(arrayTypes) as DType[]).find((dtype) => data instanceof arrayTypes[dtype])!;
}

/**
 * Tensors and texts as the bytes of a safetensors file (https://huggingface.co/docs/safetensors): the length
 * of the header as 64 bits, the header as JSON padded with spaces to 8 bytes, and the tensors' bytes.
 */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const entries = Object.entries(tensors);
  let offset = 0;
  const described = entries.map(([name, { shape, data }]) => {
    const start = offset;
    offset += data.byteLength;
    return [name, { dtype: dtypeOf(data), shape, data_offsets: [start, offset] }] as const;
  });
  const header = Object.fromEntries<unknown>([['__metadata__', metadata], ...described]);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file.
 *
 * @param name How to call the file in messages.
 * @throws FileFormatError if it is cut off, damaged, or not such a file.
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): SafetensorsFile {
  const fail = (what: string): never => {
    throw new FileFormatError(`${name} is not a sound safetensors file (${what}); use another copy of it.`);
  };
  if (bytes.length < 8) fail(`it has only ${bytes.length} bytes`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8) fail('its header is longer than the file');
  const body = bytes.subarray(8 + headerLength);
  const header = parseHeader(bytes.subarray(8, 8 + headerLength)) ?? fail('its header is not JSON');

  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isTexts(metadata)) fail('its metadata are not texts');
  const parts = Object.entries(entries).map(([tensor, entry]) => {
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const type = typeof dtype === 'string' && dtype in arrayTypes ? arrayTypes[dtype as DType] : undefined;
    if (!type) return fail(`the tensor "${tensor}" is of the unknown type ${JSON.stringify(dtype)}`);
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
      return fail(`the tensor "${tensor}" is not described`);
    const [start, end] = offsets as [number, number];
    const size = sizeOf(shape) * type.BYTES_PER_ELEMENT;
    if (end > body.length || end - start !== size) fail(`the tensor "${tensor}" does not lie in the file`);
    return { tensor, type, shape, start, end };
  });
  // The format wants tensors one after another; that also keeps a small file from asking for much memory.
  let filled = 0;
  for (const { tensor, start, end } of parts.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== filled) fail(`the tensor "${tensor}" does not begin where another one ends`);
    filled = end;
  }
  if (filled !== body.length) fail(`${body.length - filled} bytes at its end belong to no tensor`);
  const tensors = parts.map(({ tensor, type, shape, start, end }): [string, StoredTensor] => {
    // A copy, since the bytes need not be aligned (and a Buffer's slice would be none).
    return [tensor, { shape, data: new type(Uint8Array.from(body.subarray(start, end)).buffer) }];
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof header === 'object' && header !== null && !Array.isArray(header)
      ? (header as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);

const isTexts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string');
