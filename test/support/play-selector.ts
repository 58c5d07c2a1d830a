import {
  type Batch,
  type BatchSelector,
  Rng,
  type SampleInfo,
  type SelectionContext,
  type Signal,
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
  /** Features of each sample, two each; absent means that samples are tokens. */
  readonly features?: readonly (readonly [number, number])[];
  /** Length of each sample; absent means that samples are not padded sequences. */
  readonly lengths?: readonly number[];
  /** Epochs after which the run ends; absent means that it has no such limit. */
  readonly epochs?: number;
}

export const situations: fc.Arbitrary<Situation> = fc
  .record({ size: fc.integer({ min: 1, max: 60 }), classes: fc.integer({ min: 1, max: 5 }), seed: fc.nat() })
  .chain(({ size, classes, seed }) => {
    const feature = fc.oneof(
      fc.integer({ min: 0, max: 3 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
    );
    const oneEach = <T>(value: fc.Arbitrary<T>) =>
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
        features: oneEach(fc.tuple(feature, feature)),
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
  features,
  lengths,
  epochs,
}: Situation): SampleInfo => ({
  ...{ size, batchSize, classes },
  labels: labels ? Int32Array.from(labels) : Int32Array.from({ length: size }, (_, i) => i % classes),
  ...(features && { features: Float32Array.from(features.flat()) }),
  ...(lengths && { lengths: Uint16Array.from(lengths) }),
  ...(epochs !== undefined && { epochs }),
  rng: new Rng(seed).fork('selector'),
});

/** Losses that depend on the sample and the step alone. */
export type LossOf = (index: number, step: number) => number;
export const usualLoss: LossOf = (index, step) => Math.abs(Math.sin(index * 7.3 + step));

/** Made-up values from -1 to 1 that differ by sample, step and place. */
const wave = (index: number, step: number, place: number) => Math.sin(index * 7.3 + step * 2.1 + place * 1.7);
const FEATURES = 3;

/** The signals of a network whose samples have these losses; like those of a real one, none is finite without its loss. */
function signalsOf(
  { needs = [] }: Pick<BatchSelector, 'needs'>,
  { classes = 1 }: { readonly classes: number | undefined },
  { indices, step, lossOf }: { indices: Uint32Array; step: number; lossOf: LossOf },
): Signals {
  const loss = Float32Array.from(indices, (index) => lossOf(index, step));
  const rows = (width: number, valueOf: (i: number, place: number) => number) =>
    Float32Array.from({ length: indices.length * width }, (_, at) =>
      valueOf(Math.floor(at / width), at % width),
    );
  // One output for two classes, too.
  const outputs = classes > 2 ? classes : 1;
  const direction = (i: number, place: number) => wave(indices[i]!, step, FEATURES + place);
  const lengths = Array.from(indices, (_, i) =>
    Math.hypot(...Array.from({ length: outputs }, (_, k) => direction(i, k))),
  );
  const make: Record<Signal, () => Float32Array> = {
    loss: () => loss,
    gradientNorm: () => loss.map((x) => x / 2),
    // As of two classes: the label has the probability exp(-loss).
    correct: () => loss.map((x) => Number(x < Math.LN2)),
    margin: () => loss.map((x) => -Math.log(Math.expm1(x))),
    features: () =>
      rows(FEATURES, (i, place) => (Number.isFinite(loss[i]) ? wave(indices[i]!, step, place) : NaN)),
    logitGradient: () => rows(outputs, (i, place) => ((loss[i]! / 2) * direction(i, place)) / lengths[i]!),
  };
  const names: readonly Signal[] = ['loss', 'gradientNorm', ...needs];
  return Object.fromEntries(names.map((name) => [name, make[name]()])) as unknown as Signals;
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
  { size, batchSize, classes }: Pick<Situation, 'size' | 'batchSize'> & Partial<Pick<Situation, 'classes'>>,
  { steps, lossOf = usualLoss, after = [] }: Play,
): Promise<Batch[]> {
  const batches: Batch[] = [];
  let trained = after.reduce((sum, { indices }) => sum + indices.length, 0);
  for (let i = 0; i < steps; i++) {
    const step = after.length + i;
    const context: SelectionContext = {
      ...{ step, epoch: trained / size, learningRate: 0.1 },
      score: (indices) => Promise.resolve(signalsOf(selector, { classes }, { indices, step, lossOf })),
    };
    const { indices, weights, divisor, learningRateScale, scheduleSteps } = await selector.select(context);
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
    for (const factor of [divisor, learningRateScale, scheduleSteps]) {
      if (factor !== undefined) expect(factor > 0 && factor < Infinity).toBe(true);
    }
    batches.push({
      // Copies, in case the selector uses its arrays again.
      indices: indices.slice(),
      ...(weights && { weights: weights.slice() }),
      ...(divisor !== undefined && { divisor }),
      ...(learningRateScale !== undefined && { learningRateScale }),
      ...(scheduleSteps !== undefined && { scheduleSteps }),
    });
    trained += indices.length;
    const signals = signalsOf(selector, { classes }, { indices, step, lossOf });
    const learningRate = context.learningRate * (learningRateScale ?? 1);
    selector.observe?.({ ...context, learningRate, indices, signals });
  }
  return batches;
}

/** The selector, which tells of the samples that it scores. */
export const watchScores = (
  selector: BatchSelector,
  onScore: (samples: Uint32Array, context: SelectionContext) => void,
): BatchSelector => ({
  ...selector,
  select: (context) =>
    selector.select({
      ...context,
      score: (samples) => {
        onScore(samples, context);
        return context.score(samples);
      },
    }),
});

/** The samples of all batches after one another, cut into rounds of the given size. */
export const rounds = (batches: readonly Batch[], size: number): number[][] => {
  const all = batches.flatMap(({ indices }) => [...indices]);
  return Array.from({ length: Math.floor(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
};
export const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
