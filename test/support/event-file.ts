import protobuf from 'protobufjs';

/**
 * What event files hold, as far as scalars go. Names and numbers are those of event.proto, summary.proto, tensor.proto,
 * tensor_shape.proto and types.proto (https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto).
 */
const schema = `
  syntax = "proto3";
  message Event {
    double wall_time = 1;
    int64 step = 2;
    oneof what {
      string file_version = 3;
      bytes graph_def = 4;
      Summary summary = 5;
    }
  }
  message Summary {
    message Value {
      string node_name = 7;
      string tag = 1;
      SummaryMetadata metadata = 9;
      oneof value {
        float simple_value = 2;
        TensorProto tensor = 8;
      }
    }
    repeated Value value = 1;
  }
  message SummaryMetadata {
    message PluginData {
      string plugin_name = 1;
      bytes content = 2;
    }
    PluginData plugin_data = 1;
    string display_name = 2;
    string summary_description = 3;
    DataClass data_class = 4;
  }
  enum DataClass {
    DATA_CLASS_UNKNOWN = 0;
    DATA_CLASS_SCALAR = 1;
    DATA_CLASS_TENSOR = 2;
    DATA_CLASS_BLOB_SEQUENCE = 3;
  }
  message TensorProto {
    DataType dtype = 1;
    TensorShapeProto tensor_shape = 2;
    int32 version_number = 3;
    bytes tensor_content = 4;
    repeated float float_val = 5 [packed = true];
    repeated double double_val = 6 [packed = true];
  }
  message TensorShapeProto {
    message Dim {
      int64 size = 1;
      string name = 2;
    }
    repeated Dim dim = 2;
    bool unknown_rank = 3;
  }
  enum DataType {
    DT_INVALID = 0;
    DT_FLOAT = 1;
    DT_DOUBLE = 2;
  }`;

const eventType = protobuf.parse(schema).root.lookupType('Event');

/** CRC-32C bit by bit, as RFC 3720 defines it: the polynomial 0x1EDC6F41, bits of each byte from the lowest on. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

/** Undoes the mask, which turns a checksum right by 15 bits and adds a constant. */
export function unmasked(masked: number): number {
  const turned = (masked - 0xa282ead8) >>> 0;
  return ((turned << 15) | (turned >>> 17)) >>> 0;
}

/** The records of a TFRecord file. @throws Error if a length or a checksum is wrong, or the file is cut short. */
export function readTfRecords(file: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(file);
  const records: Uint8Array[] = [];
  const take = (from: number, length: number): Buffer => {
    const part = bytes.subarray(from, from + length);
    if (part.length < length) throw new Error('the file is cut short');
    if (unmasked(bytes.readUInt32LE(from + length)) !== crc32c(part)) throw new Error('wrong checksum');
    return part;
  };
  for (let at = 0; at < bytes.length;) {
    const length = Number(take(at, 8).readBigUInt64LE());
    records.push(take(at + 12, length));
    at += 12 + length + 4;
  }
  return records;
}

export interface ReadEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly ReadValue[] };
}

export interface ReadValue {
  readonly tag: string;
  readonly tensor: { readonly dtype: string; readonly floatVal: readonly number[] };
  readonly metadata: {
    readonly pluginData: { readonly pluginName: string };
    readonly summaryDescription: string;
  };
}

/** The events of an event file, with every field that they have; a number that is absent is 0. */
export const readEvents = (file: Uint8Array): ReadEvent[] =>
  readTfRecords(file).map((record) => ({
    ...{ wallTime: 0, step: 0 },
    ...(eventType.toObject(eventType.decode(record), { longs: Number, enums: String }) as ReadEvent),
  }));
