import type {
  Batch,
  BatchSelector,
  SampleInfo,
  SelectionContext,
  SelectorFactory,
  SelectorState,
} from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { KeySort } from './key-sort.js';
import { allSamples } from './samples.js';

export interface RegroupOptions {
  /** Batches that are drawn at a time and made into others. */
  readonly pool?: number;
}

/** How a pool is cut into batches: places in the pool, and where in them each batch ends. */
export interface Grouping {
  readonly places: Uint32Array;
  readonly ends: readonly number[];
}

/** Groups the samples of a pool, given as indices, into as few batches as hold them. */
export type Group = (pool: Uint32Array) => Grouping;

/** The places of a pool in ascending order of a key of their samples, a whole number of at least 0; stable. */
export function placesBy(keyOf: (sample: number) => number, pool: Uint32Array): Uint32Array {
  return new KeySort().sort(allSamples(pool.length), pool.map(keyOf));
}

/**
 * A decorator: draws a pool of several batches from a selector, and groups their samples into other batches.
 *
 * A pool ends with an epoch at the latest, so what the selector visits once an epoch is still visited once.
 * The selector chooses all batches of a pool before it observes any of them, and it observes the batches that
 * were trained: it must go by the indices of the outcome. Where it scales the learning rate, the batches of a pool
 * have the mean of their samples' scales.
 *
 * @param of Absent means random shuffling.
 * @param grouping Gives what groups pools, or undefined where there is nothing to group by; the batches of the
 *   selector are then left as they are.
 */
export function regroup(
  name: string,
  of: SelectorFactory | undefined,
  pool: number,
  grouping: (samples: SampleInfo) => Group | undefined,
): SelectorFactory {
  return (samples) => {
    const inner = (of ?? randomShuffling())(samples);
    const group = grouping(samples);
    const pooled = group && drawPools(inner, samples, pool, group);
    const state = pooled ? pooled.state : inner.state;
    return {
      name: of ? `${name}(${inner.name})` : name,
      ...(inner.needs && { needs: inner.needs }),
      ...(state && { state }),
      select: pooled ? pooled.select : (context) => inner.select(context),
      observe: (outcome) => inner.observe?.(outcome),
    };
  };
}

function drawPools(inner: BatchSelector, { size, batchSize }: SampleInfo, pool: number, group: Group) {
  // Less than an epoch and one batch.
  const capacity = Math.min(pool * batchSize, size + batchSize - 1);
  const indices = new Uint32Array(capacity);
  const weights = new Float32Array(capacity);
  const ends = new Uint32Array(capacity);
  const place = { batches: 0, next: 0, drawn: 0 };
  const state = { indices, weights, ends, weighted: false, learningRateScale: 1, ...place };

  /** The next batch of the pool that has anything to train. */
  const take = (): Batch | undefined => {
    while (state.next < state.batches) {
      const [start, end] = [state.next === 0 ? 0 : ends[state.next - 1], ends[state.next++]];
      const { learningRateScale } = state;
      const batch = {
        indices: indices.slice(start, end),
        ...(learningRateScale !== 1 && { learningRateScale }),
      };
      if (!state.weighted) return batch;
      const ofBatch = weights.slice(start, end);
      // The loop refuses a batch of zeros, though none of the batches that it is made of need be one.
      if (ofBatch.some((weight) => weight !== 0))
        return { ...batch, weights: ofBatch, divisor: end! - start! };
    }
    return undefined;
  };

  const fill = async (context: SelectionContext) => {
    let count = 0;
    let scaleSum = 0;
    state.weighted = false;
    for (let i = 0; i < pool && state.drawn < size; i++) {
      const { step, epoch } = context;
      const batch = await inner.select({ ...context, step: step + i, epoch: epoch + count / size });
      indices.set(batch.indices, count);
      writeWeights(batch, weights.subarray(count));
      state.weighted ||= batch.weights !== undefined || batch.divisor !== undefined;
      count += batch.indices.length;
      scaleSum += batch.indices.length * (batch.learningRateScale ?? 1);
      state.drawn += batch.indices.length;
    }
    state.drawn %= size;
    state.batches = state.next = 0;
    if (count === 0) return;
    const { places, ends: groupEnds } = group(indices.subarray(0, count));
    indices.set(places.map((place) => indices[place]!));
    weights.set(Float32Array.from(places, (place) => weights[place]!));
    ends.set(groupEnds);
    state.learningRateScale = scaleSum / count;
    state.batches = groupEnds.length;
  };

  const select = (context: SelectionContext): Batch | Promise<Batch> =>
    // A selector that gives nothing to train is refused for its empty batch.
    take() ?? fill(context).then(() => take() ?? { indices: new Uint32Array() });
  return { state: withStateOf(inner, state), select };
}

/**
 * Weights such that the loss of each sample, divided by the size of whatever batch it comes into, has the
 * coefficient that it had in its own batch.
 */
function writeWeights({ indices: { length }, weights, divisor }: Batch, target: Float32Array): void {
  const sum = weights ? weights.reduce((total, weight) => total + weight, 0) : length;
  const scale = length / (divisor ?? sum);
  for (let i = 0; i < length; i++) target[i] = (weights?.[i] ?? 1) * scale;
}

/** Adds the state of another selector, which goes on living where it is. */
function withStateOf({ state: inner }: BatchSelector, state: SelectorState): SelectorState {
  for (const key of Object.keys(inner ?? {})) {
    Object.defineProperty(state, `of.${key}`, {
      enumerable: true,
      get: () => inner![key],
      set: (value: SelectorState[string]) => void (inner![key] = value),
    });
  }
  return state;
}
