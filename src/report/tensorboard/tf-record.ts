import crc32c from 'crc-32/crc32c.js';

/** Added to each checksum, modulo 2³². */
const MASK_DELTA = 0xa282ead8;

/**
 * Frames data as one record of a TFRecord file: length, checksum of the length, data, checksum of the data.
 *
 * Source: "TFRecords format details" in TensorFlow's guide "Data IO"; the checksums are CRC-32C (RFC 3720, section 12.1).
 */
export function tfRecord(data: Uint8Array): Uint8Array {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return Buffer.concat([length, maskedChecksum(length), data, maskedChecksum(data)]);
}

function maskedChecksum(data: Uint8Array): Uint8Array {
  const crc = crc32c.buf(data);
  const rotated = (crc >>> 15) | (crc << 17);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE((rotated + MASK_DELTA) >>> 0);
  return bytes;
}
