import {
  type Batch,
  type BatchSelector,
  Rng,
  type SampleInfo,
  type SelectionContext,
  type Signals,
} from 'choosy';
import fc from 'fast-check';
import { expect } from 'vitest';

/** A data set as far as a selector sees it, and the seed of the run. */
export interface Situation {
  readonly size: number;
  /** May be larger than the set. */
  readonly batchSize: number;
  readonly classes: number;
  readonly seed: number;
  /** Class of each sample; absent means all classes in turn. */
  readonly labels?: readonly number[];
  /** Length of each sample; absent means that samples are not padded sequences. */
  readonly lengths?: readonly number[];
  /** Epochs after which the run ends; absent means that it has no such limit. */
  readonly epochs?: number;
}

export const situations: fc.Arbitrary<Situation> = fc
  .record({ size: fc.integer({ min: 1, max: 60 }), classes: fc.integer({ min: 1, max: 5 }), seed: fc.nat() })
  .chain(({ size, classes, seed }) => {
    const oneEach = (value: fc.Arbitrary<number>) =>
      fc.array(value, { minLength: size, maxLength: size, size: 'max' });
    const labels = fc.oneof(
      oneEach(fc.integer({ min: 0, max: classes - 1 })),
      // Sorted by class, and one class with nearly all samples.
      fc.constant(Array.from({ length: size }, (_, i) => Math.floor((i * classes) / size))),
      fc.constant(Array.from({ length: size }, (_, i) => (i === 0 ? classes - 1 : 0))),
    );
    return fc.record(
      {
        ...{ size: fc.constant(size), classes: fc.constant(classes), seed: fc.constant(seed) },
        batchSize: fc.integer({ min: 1, max: size + 5 }),
        labels,
        lengths: oneEach(fc.integer({ min: 0, max: 9 })),
        epochs: fc.double({ min: 0.1, max: 20, noNaN: true }),
      },
      { requiredKeys: ['size', 'classes', 'seed', 'batchSize'] },
    );
  });

export const samplesOf = ({
  size,
  batchSize,
  classes,
  seed,
  labels,
  lengths,
  epochs,
}: Situation): SampleInfo => ({
  ...{ size, batchSize, classes },
  labels: labels ? Int32Array.from(labels) : Int32Array.from({ length: size }, (_, i) => i % classes),
  ...(lengths && { lengths: Uint16Array.from(lengths) }),
  ...(epochs !== undefined && { epochs }),
  rng: new Rng(seed).fork('selector'),
});

/** Signals that depend on the sample and the step alone. */
export type LossOf = (index: number, step: number) => number;
export const usualLoss: LossOf = (index, step) => Math.abs(Math.sin(index * 7.3 + step));

function signalsOf(
  { needs }: Pick<BatchSelector, 'needs'>,
  indices: Uint32Array,
  step: number,
  lossOf: LossOf,
) {
  const loss = Float32Array.from(indices, (index) => lossOf(index, step));
  const signals: Record<string, Float32Array> = { loss, gradientNorm: loss.map((x) => x / 2) };
  for (const name of needs ?? []) {
    signals[name] ??= name === 'features' ? new Float32Array(indices.length * 3).fill(0.5) : loss.slice();
  }
  return signals as unknown as Signals;
}

interface Play {
  readonly steps: number;
  readonly lossOf?: LossOf;
  /** The batches that were trained before. */
  readonly after?: readonly Batch[];
}

/** Lets a selector choose and observe for some steps, as the training loop does. */
export async function play(
  selector: BatchSelector,
  { size, batchSize }: Pick<Situation, 'size' | 'batchSize'>,
  { steps, lossOf = usualLoss, after = [] }: Play,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  let trained = after.reduce((sum, { indices }) => sum + indices.length, 0);
  for (let i = 0; i < steps; i++) {
    const step = after.length + i;
    const context: SelectionContext = {
      ...{ step, epoch: trained / size, learningRate: 0.1 },
      score: (indices) => Promise.resolve(signalsOf(selector, indices, step, lossOf)),
    };
    const { indices, weights, divisor, learningRateScale } = await selector.select(context);
    expect(indices).toBeInstanceOf(Uint32Array);
    expect(indices.length).toBeGreaterThan(0);
    expect(indices.length).toBeLessThanOrEqual(batchSize);
    expect(indices.every((index) => index < size)).toBe(true);
    if (weights) {
      expect(weights).toBeInstanceOf(Float32Array);
      expect(weights.length).toBe(indices.length);
      expect(weights.every((weight) => weight >= 0 && weight < Infinity)).toBe(true);
      expect(weights.some((weight) => weight > 0)).toBe(true);
    }
    for (const factor of [divisor, learningRateScale]) {
      if (factor !== undefined) expect(factor > 0 && factor < Infinity).toBe(true);
    }
    batches.push({
      // Copies, in case the selector uses its arrays again.
      indices: indices.slice(),
      ...(weights && { weights: weights.slice() }),
      ...(divisor !== undefined && { divisor }),
      ...(learningRateScale !== undefined && { learningRateScale }),
    });
    trained += indices.length;
    const signals = signalsOf(selector, indices, step, lossOf);
    const learningRate = context.learningRate * (learningRateScale ?? 1);
    selector.observe?.({ ...context, learningRate, indices, signals });
  }
  return batches;
}

/** The samples of all batches after one another, cut into rounds of the given size. */
export const rounds = (batches: readonly Batch[], size: number): number[][] => {
  const all = batches.flatMap(({ indices }) => [...indices]);
  return Array.from({ length: Math.floor(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
};
export const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
