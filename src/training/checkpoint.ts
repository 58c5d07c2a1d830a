import { FileFormatError } from '../core/errors.js';
import type { Rng, RngState } from '../core/rng.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredArray,
  type StoredTensor,
} from '../core/safetensors.js';
import type { Progress } from './progress.js';
import type { BatchSelector, SelectorState } from './selector.js';

/** What a checkpoint belongs to; a run with another of these cannot go on from it. */
export interface RunIdentity {
  readonly selector: string;
  readonly optimizer: string;
  readonly loss: string;
  readonly dataset: string;
  readonly datasetSize: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly layers: string;
}

/** Everything that a run needs to go on as if it had never stopped. */
export interface RunState {
  readonly identity: RunIdentity;
  readonly progress: Progress;
  /** Parameters, optimizer slots, statistics. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
  readonly selector: BatchSelector;
  readonly rng: Rng;
}

const VERSION = '1';
const VECTOR = 'vector/';
const SELECTOR = 'selector/';

/** A run as the bytes of a checkpoint: a safetensors file. */
export function encodeCheckpoint({ identity, progress, vectors, selector, rng }: RunState): Uint8Array {
  const tensors: Record<string, StoredTensor> = {};
  for (const [name, data] of Object.entries(vectors)) tensors[VECTOR + name] = { shape: [data.length], data };
  const words: Record<string, string | boolean | null> = {};
  for (const [name, value] of Object.entries(selector.state ?? {})) {
    // Numbers are kept as float64, since JSON has no NaN and no infinity.
    if (typeof value === 'number') tensors[SELECTOR + name] = { shape: [], data: Float64Array.of(value) };
    else if (ArrayBuffer.isView(value)) tensors[SELECTOR + name] = { shape: [value.length], data: value };
    else words[name] = value;
  }
  const metadata = { identity, progress, selectorWords: words, rng: rng.state };
  return encodeSafetensors({
    tensors,
    metadata: {
      choosyCheckpoint: VERSION,
      ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, JSON.stringify(value)])),
    },
  });
}

/**
 * Reads a checkpoint, and puts the selector and its random numbers back to where they were.
 *
 * @throws FileFormatError if the bytes are damaged, are no checkpoint, or belong to another run.
 */
export function restoreCheckpoint(
  bytes: Uint8Array,
  { identity, vectors, selector, rng }: Omit<RunState, 'progress'>,
): Pick<RunState, 'progress' | 'vectors'> {
  const { tensors, metadata } = decodeSafetensors(bytes, 'The checkpoint');
  if (metadata['choosyCheckpoint'] !== VERSION) {
    throw new FileFormatError(
      'The file is not a checkpoint of this version of Choosy; give one that it wrote, or start anew.',
    );
  }
  const saved = JSON.parse(metadata['identity']!) as RunIdentity;
  for (const key of Object.keys(identity) as (keyof RunIdentity)[]) {
    if (saved[key] !== identity[key]) {
      throw new FileFormatError(
        `The checkpoint belongs to a run with ${key} ${JSON.stringify(saved[key])}, but this run has ` +
          `${JSON.stringify(identity[key])}; resume with the same options, or start anew without it.`,
      );
    }
  }
  const restored = Object.entries(vectors).map(([name, { length }]): [string, Float32Array] => {
    const data = tensors[VECTOR + name]?.data;
    if (!(data instanceof Float32Array) || data.length !== length) throw damaged(name);
    return [name, data];
  });
  const words = JSON.parse(metadata['selectorWords']!) as SelectorState;
  for (const [name, value] of Object.entries(selector.state ?? {})) {
    selector.state![name] = restoreEntry(name, value, tensors[SELECTOR + name]?.data, words[name]);
  }
  rng.state = JSON.parse(metadata['rng']!) as RngState;
  return { progress: JSON.parse(metadata['progress']!) as Progress, vectors: Object.fromEntries(restored) };
}

/** The saved value of one entry of a selector's state; a typed array is filled in place. */
function restoreEntry(
  name: string,
  current: SelectorState[string],
  stored: StoredArray | undefined,
  word: SelectorState[string] | undefined,
): SelectorState[string] {
  if (ArrayBuffer.isView(current)) {
    if (!stored || stored.length !== current.length) throw damaged(name);
    current.set(stored);
    return current;
  }
  if (stored) return stored[0]!;
  if (word === undefined) throw damaged(name);
  return word;
}

const damaged = (name: string) =>
  new FileFormatError(`The checkpoint lacks a sound "${name}"; use another copy of it, or start anew.`);
