import { z } from 'zod';
import { FileFormatError } from '../core/errors.js';
import type { Rng } from '../core/rng.js';
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

const VERSION = '2';
const VECTOR = 'vector/';
const SELECTOR = 'selector/';

const count = z.int().nonnegative();
/** A number in JSON, which has no NaN and no infinity; these are texts. */
const real = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const realAsJson = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

/** What the metadata of a checkpoint hold, each as JSON. */
const metadataSchemas = {
  identity: z.record(z.string(), z.union([z.string(), z.number()])),
  progress: z.object({
    step: count,
    scheduled: real,
    cost: z.object({
      seconds: z.object({ setup: real, selection: real, scoring: real, steps: real, evaluation: real }),
      samples: z.object({ trained: count, scored: count }),
      steps: count,
    }),
    history: z.object({
      evaluations: z.array(
        z.object({
          step: count,
          epoch: real,
          samples: count,
          scored: count,
          seconds: real,
          trainingLoss: real,
          loss: real.exactOptional(),
          metrics: z.record(z.string(), real),
        }),
      ),
      batchLosses: z.array(real),
    }),
    sinceEvaluation: z.object({ lossSum: real, samples: count }),
    patience: z.object({ best: real.nullable(), waited: count }),
  }),
  selectorWords: z.record(z.string(), z.union([z.string(), z.boolean(), z.null()])),
  rng: z.object({ seed: count, position: z.array(z.int()).length(4) }),
};

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
  const values = { identity, progress, selectorWords: words, rng: rng.state };
  const metadata = Object.entries(values).map(([name, value]) => [name, JSON.stringify(value, realAsJson)]);
  return encodeSafetensors({
    tensors,
    metadata: { choosyCheckpoint: VERSION, ...(Object.fromEntries(metadata) as Record<string, string>) },
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
  const saved = readMetadata(metadata, 'identity');
  for (const key of Object.keys(identity) as (keyof RunIdentity)[]) {
    if (saved[key] !== identity[key]) {
      throw new FileFormatError(
        `The checkpoint belongs to a run with ${key} ${JSON.stringify(saved[key])}, but this run has ` +
          `${JSON.stringify(identity[key])}; resume with the same options, or start anew without it.`,
      );
    }
  }
  const progress = readMetadata(metadata, 'progress');
  const words = readMetadata(metadata, 'selectorWords');
  const rngState = readMetadata(metadata, 'rng');
  if (rngState.seed !== rng.state.seed) throw damaged('rng');
  const restored = Object.entries(vectors).map(([name, { length }]): [string, Float32Array] => {
    const data = tensors[VECTOR + name]?.data;
    if (!(data instanceof Float32Array) || data.length !== length) throw damaged(name);
    return [name, data];
  });
  const state = selector.state ?? {};
  const entries = Object.entries(state).map(([name, value]): [string, SelectorState[string]] => [
    name,
    savedEntry(name, value, tensors[SELECTOR + name]?.data, words[name]),
  ]);
  // All has been read, so from here on nothing fails halfway.
  for (const [name, value] of entries) {
    const current = state[name];
    if (ArrayBuffer.isView(current)) current.set(value as StoredArray);
    else state[name] = value;
  }
  rng.state = rngState;
  return { progress, vectors: Object.fromEntries(restored) };
}

function readMetadata<K extends keyof typeof metadataSchemas>(
  metadata: Readonly<Record<string, string>>,
  name: K,
): z.infer<(typeof metadataSchemas)[K]> {
  let value: unknown;
  try {
    value = JSON.parse(metadata[name] ?? '');
  } catch {
    throw damaged(name);
  }
  const { success, data } = metadataSchemas[name].safeParse(value);
  if (!success) throw damaged(name);
  return data as z.infer<(typeof metadataSchemas)[K]>;
}

/** The saved value of one entry of a selector's state. */
function savedEntry(
  name: string,
  current: SelectorState[string],
  stored: StoredArray | undefined,
  word: SelectorState[string] | undefined,
): SelectorState[string] {
  if (ArrayBuffer.isView(current)) {
    if (stored?.constructor !== current.constructor || stored.length !== current.length) throw damaged(name);
    return stored;
  }
  if (stored?.length === 1) return stored[0]!;
  if (word === undefined) throw damaged(name);
  return word;
}

const damaged = (name: string) =>
  new FileFormatError(`The checkpoint lacks a sound "${name}"; use another copy of it, or start anew.`);
