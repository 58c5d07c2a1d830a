import { PbfWriter } from 'pbf';
import { tfRecord } from './tf-record.js';

export interface Scalar {
  /** TensorBoard groups the charts by what stands before the first `/`. */
  readonly tag: string;
  /** Becomes a float32, the only type that TensorBoard takes here. */
  readonly value: number;
  /** What TensorBoard tells about the chart: Markdown. */
  readonly description: string;
}

/** Values of one moment. */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly scalars: readonly Scalar[];
}

/** DataType.DT_FLOAT of types.proto. */
const FLOAT = 1;

/**
 * Events as the bytes of an event file, which TensorBoard reads.
 *
 * A scalar is written as `tf.summary.scalar` of TensorFlow 2 does: a tensor of rank 0 for the plugin `scalars`. TensorBoard
 * also reads the older `simple_value`, but then its data server drops the description (tensorboard/data/server/data_compat.rs).
 *
 * Field numbers are those of event.proto, summary.proto and tensor.proto
 * (https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto).
 *
 * @param wallTime When the file was begun, in seconds since 1970.
 */
export function encodeEventFile(wallTime: number, events: readonly ScalarEvent[]): Uint8Array {
  const version = new PbfWriter();
  version.writeDoubleField(1, wallTime);
  writeText(3, 'brain.Event:2', version);
  return Buffer.concat([version.finish(), ...events.map(encodeEvent)].map(tfRecord));
}

function encodeEvent({ wallTime, step, scalars }: ScalarEvent): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, wallTime);
  pbf.writeVarintField(2, step);
  pbf.writeMessage(5, writeSummary, scalars);
  return pbf.finish();
}

function writeSummary(scalars: readonly Scalar[], pbf: PbfWriter): void {
  for (const scalar of scalars) pbf.writeMessage(1, writeValue, scalar);
}

function writeValue({ tag, value, description }: Scalar, pbf: PbfWriter): void {
  writeText(1, tag, pbf);
  pbf.writeMessage(8, writeTensor, value);
  pbf.writeMessage(9, writeMetadata, description);
}

function writeTensor(value: number, pbf: PbfWriter): void {
  pbf.writeVarintField(1, FLOAT);
  pbf.writePackedFloat(5, [value]);
}

function writeMetadata(description: string, pbf: PbfWriter): void {
  pbf.writeMessage(1, writePlugin, 'scalars');
  writeText(3, description, pbf);
}

function writePlugin(name: string, pbf: PbfWriter): void {
  writeText(1, name, pbf);
}

/** As bytes, since `writeStringField` of pbf 5.1.2 writes characters from U+20000 on as others. */
function writeText(field: number, text: string, pbf: PbfWriter): void {
  pbf.writeBytesField(field, Buffer.from(text));
}
