import { deflateRawSync } from 'node:zlib';

/** One file of an archive, and what the archive is to say wrong of it. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Default: that of the bytes. */
  readonly declaredSize?: number;
  readonly encrypted?: boolean;
  /** Default: 8, deflate. */
  readonly method?: number;
}

/** The bytes of a zip archive, as far as readers look: its checksums are 0. */
export function zipArchive(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, declaredSize = bytes.length, encrypted = false, method = 8 } of files) {
    const packed = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes);
    const encodedName = Buffer.from(name);
    // Version, flags, method, time, date, checksum, sizes, length of the name, length of extra fields.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(declaredSize, 18);
    common.writeUInt16LE(encodedName.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, encodedName, packed]);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, encodedName);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
