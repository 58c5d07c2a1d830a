import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../test/support/any-text.js';
import { crc32c, readEvents, readTfRecords, unmasked } from '../../../test/support/event-file.js';
import { encodeEventFile, type ScalarEvent } from './event-file.js';
import { tfRecord } from './tf-record.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe("the tests' own checksum", () => {
  // RFC 3720, appendix B.4, and the check value that is customary for CRCs.
  it.each([
    ['123456789', bytes('123456789'), 0xe3069283],
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 times 255', new Uint8Array(32).fill(255), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])('is CRC-32C: %s', (_, data, checksum) => expect(crc32c(data)).toBe(checksum));

  it('undoes the mask', () => {
    const mask = (crc: number) => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
    fc.assert(fc.property(fc.nat(0xffffffff), (crc) => unmasked(mask(crc)) === crc));
  });
});

describe('tfRecord', () => {
  it('frames data as TFRecord files do', () => {
    // Masked by hand: 0xe3069283 turned right by 15 bits is 0x2507c60d, and 0x2507c60d + 0xa282ead8 is 0xc78ab0e5.
    const framed = Buffer.from(tfRecord(bytes('123456789')));
    expect(framed.length).toBe(8 + 4 + 9 + 4);
    expect(framed.readBigUInt64LE()).toBe(9n);
    expect(framed.subarray(12, 21).toString()).toBe('123456789');
    expect(framed.readUInt32LE(21)).toBe(0xc78ab0e5);
  });

  it('gives records that can be told apart, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (records) => {
        const read = readTfRecords(Buffer.concat(records.map(tfRecord)));
        expect(read.map((record) => [...record])).toEqual(records.map((record) => [...record]));
      }),
    );
  });

  it('lets no changed byte pass', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (data, i, x) => {
          const framed = tfRecord(data);
          framed[i % framed.length]! ^= x;
          expect(() => readTfRecords(framed)).toThrow();
        },
      ),
    );
  });
});

describe('encodeEventFile', () => {
  it('begins with the version, and writes scalars as TensorFlow 2 does', () => {
    const event = {
      wallTime: 1e9 + 0.25,
      step: 300,
      scalars: [{ tag: 'validation/loss', value: 0.5, description: 'Lower is better.' }],
    };
    expect(readEvents(encodeEventFile(1e9, [event]))).toEqual([
      { wallTime: 1e9, step: 0, fileVersion: 'brain.Event:2' },
      {
        wallTime: 1e9 + 0.25,
        step: 300,
        summary: {
          value: [
            {
              tag: 'validation/loss',
              tensor: { dtype: 'DT_FLOAT', floatVal: [0.5] },
              metadata: { pluginData: { pluginName: 'scalars' }, summaryDescription: 'Lower is better.' },
            },
          ],
        },
      },
    ]);
  });

  it('loses nothing but the digits that a float32 lacks', () => {
    const scalar = fc.record({ tag: anyText(), value: fc.double(), description: anyText(200) });
    const event: fc.Arbitrary<ScalarEvent> = fc.record({
      wallTime: fc.double({ noNaN: true, min: 0 }),
      step: fc.maxSafeNat(),
      scalars: fc.array(scalar, { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const [, ...read] = readEvents(encodeEventFile(0, events));
        expect(read).toEqual(
          events.map(({ wallTime, step, scalars }) => ({
            wallTime,
            step,
            summary: {
              value: scalars.map(({ tag, value, description }) => ({
                tag,
                tensor: { dtype: 'DT_FLOAT', floatVal: [Math.fround(value)] },
                metadata: { pluginData: { pluginName: 'scalars' }, summaryDescription: description },
              })),
            },
          })),
        );
      }),
    );
  });
});
