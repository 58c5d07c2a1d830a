import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../core/errors.js';
import { parseIdx } from './idx.js';

const header = (type: number, shape: readonly number[]): number[] => [
  ...[0, 0, type, shape.length],
  ...shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
];
const encode = (shape: readonly number[], values: Iterable<number>): Uint8Array =>
  Uint8Array.from([...header(8, shape), ...values]);

const arrays = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
  const size = shape.reduce((a, b) => a * b);
  return fc.record({
    shape: fc.constant(shape),
    values: fc.uint8Array({ minLength: size, maxLength: size }),
  });
});

/** Parses what may be anything: whatever is wrong with it, only a DataError may tell. */
function parseAnything(bytes: Uint8Array): void {
  try {
    const { shape, values } = parseIdx(bytes, 'anything');
    expect(values.length).toBe(shape.reduce((a, b) => a * b));
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    expect(error.message).toMatch(/^The [^\n]*"anything" [^\n]*; [^\n]*\.$/);
  }
}

describe('parseIdx', () => {
  it('gives back what was encoded, without a copy', () => {
    fc.assert(
      fc.property(arrays, fc.nat(8), ({ shape, values }, offset) => {
        // In a larger buffer, as a file read into a pool is.
        const file = encode(shape, values);
        const bytes = new Uint8Array(offset + file.length + 3).subarray(offset, offset + file.length);
        bytes.set(file);
        const parsed = parseIdx(bytes, 'array');
        expect(parsed.shape).toEqual(shape);
        expect(parsed.values).toEqual(values);
        expect(parsed.values.buffer).toBe(bytes.buffer);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('meets arbitrary bytes with nothing but a DataError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), parseAnything), { seed: 2, numRuns: 5000 });
  });

  it('meets arbitrary headers with nothing but a DataError', () => {
    const dimension = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.nat(0xffffffff));
    fc.assert(
      fc.property(
        fc.constantFrom(8, 8, 8, 9, 13, 255),
        fc.array(dimension, { maxLength: 6 }),
        fc.uint8Array({ maxLength: 32 }),
        (type, shape, values) => parseAnything(Uint8Array.from([...header(type, shape), ...values])),
      ),
      { seed: 3, numRuns: 5000 },
    );
  });

  it('meets damaged files with nothing but a DataError', () => {
    fc.assert(
      fc.property(
        arrays,
        fc.nat(30),
        fc.nat(255),
        fc.nat(100),
        ({ shape, values }, position, value, length) => {
          const bytes = encode(shape, values);
          if (position < bytes.length) bytes[position] = value;
          parseAnything(bytes.subarray(0, length));
          parseAnything(bytes);
        },
      ),
      { seed: 4, numRuns: 5000 },
    );
  });

  it.each([
    ['nothing', [], 'it starts with nothing instead of'],
    ['foreign content', [...Buffer.from('<!DOCTYPE html>')], 'it starts with 0x3c 21 44 4f instead of'],
    ['a packed file', [0x1f, 0x8b, 8, 0], 'is packed with gzip; unpack it'],
    ['another type', header(0x0d, [1]), 'holds 32-bit floats (0x0d); give one of unsigned bytes (0x08)'],
    ['no dimension', header(8, []), 'has 0 dimensions; give one with 1 to 4'],
    ['five dimensions', header(8, [1, 1, 1, 1, 1]), 'has 5 dimensions'],
    ['half a header', header(8, [1, 1]).slice(0, 9), 'ends after 9 bytes, inside its header of 12 bytes'],
    ['a dimension of 0', header(8, [0, 28]), 'has the shape [0, 28], which holds no values'],
    ['a missing value', [...header(8, [2, 2]), 1, 2, 3], 'holds 3 values, but its shape [2, 2] needs 4'],
    ['a value too many', [...header(8, [1]), 1, 2], 'holds 2 values, but its shape [1] needs 1'],
    ['an absurd size', [...header(8, Array<number>(4).fill(0xffffffff)), 1], 'needs 3.402823'],
    ['a size that is 0 modulo 2³²', header(8, [65536, 65536]), 'needs 4294967296'],
  ])('refuses %s', (_, bytes, message) => {
    const parse = (): unknown => parseIdx(Uint8Array.from(bytes), 'digits');
    expect(parse).toThrow(DataError);
    expect(parse).toThrow(message);
    expect(parse).toThrow('"digits"');
  });
});
