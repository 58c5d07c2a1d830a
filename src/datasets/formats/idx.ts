import { sizeOf } from '../../core/shape.js';
import { DataError } from '../../core/errors.js';

/** An array read from an IDX file. */
export interface IdxArray {
  /** Lengths of the dimensions, outermost first: [60000, 28, 28] for the images of MNIST. */
  readonly shape: readonly number[];
  /** All values, row-major; a view on the bytes that were parsed. */
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;
const typeNames = new Map([
  [0x09, 'signed bytes'],
  [0x0b, '16-bit integers'],
  [0x0c, '32-bit integers'],
  [0x0d, '32-bit floats'],
  [0x0e, '64-bit floats'],
]);
const maxRank = 4;

/**
 * Reads an array of unsigned bytes in the IDX format: two zero bytes, a byte for the type, a byte for the
 * number of dimensions (1 to 4), each dimension as a big-endian 32-bit integer, then the values (LeCun,
 * Cortes and Burges, "The MNIST database of handwritten digits"). Nothing is copied.
 *
 * @param bytes The whole unpacked file.
 * @param name What to call the file in an error.
 * @throws DataError if the bytes are not such an array, or there are too few or too many of them.
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const rank = readRank(bytes, name);
  const headerSize = 4 + 4 * rank;
  if (bytes.length < headerSize) {
    throw new DataError(
      `The IDX file "${name}" ends after ${bytes.length} bytes, inside its header of ${headerSize} bytes; ` +
        'get the file again.',
    );
  }

  const view = new DataView(bytes.buffer, bytes.byteOffset, headerSize);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const shapeText = `[${shape.join(', ')}]`;
  if (shape.includes(0)) {
    throw new DataError(
      `The IDX file "${name}" has the shape ${shapeText}, which holds no values; get the file again.`,
    );
  }
  // No dimension is 0, so a product that is too large for exact arithmetic is also larger than any file.
  const size = sizeOf(shape);
  if (bytes.length - headerSize !== size) {
    throw new DataError(
      `The IDX file "${name}" holds ${bytes.length - headerSize} values, but its shape ${shapeText} ` +
        `needs ${size}; get the file again.`,
    );
  }
  return { shape, values: bytes.subarray(headerSize) };
}

function readRank(bytes: Uint8Array, name: string): number {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new DataError(`The file "${name}" is packed with gzip; unpack it before it is parsed as IDX.`);
  }
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new DataError(
      `The file "${name}" is not in the IDX format: it starts with ${hex(bytes.subarray(0, 4))} instead of ` +
        'two zero bytes, a type and a number of dimensions; give an IDX file.',
    );
  }
  const type = bytes[2]!;
  if (type !== unsignedByte) {
    const typeName = typeNames.get(type) ?? 'values of an unknown type';
    throw new DataError(
      `The IDX file "${name}" holds ${typeName} (${hex([type])}); ` +
        `give one of unsigned bytes (${hex([unsignedByte])}).`,
    );
  }
  const rank = bytes[3]!;
  if (rank < 1 || rank > maxRank) {
    throw new DataError(
      `The IDX file "${name}" has ${rank} dimensions; give one with 1 to ${maxRank} dimensions.`,
    );
  }
  return rank;
}

function hex(bytes: Iterable<number>): string {
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return text === '' ? 'nothing' : `0x${text}`;
}
