import type { Batch, BatchSelector, SelectionContext, SelectorFactory, StepOutcome } from 'choosy';
import { expect, it } from 'vitest';
import { play, samplesOf, type Situation } from '../../../test/support/play-selector.js';
import { lengthBucketed } from '../length-bucketed/length-bucketed.js';

const situation: Situation = {
  ...{ size: 12, batchSize: 3, classes: 2, seed: 1 },
  lengths: [5, 1, 4, 2, 3, 9, 8, 7, 6, 10, 11, 12],
};

/** Gives three samples at a time in order, with whatever a test adds to the batch. */
const threes =
  (
    more: (indices: Uint32Array) => Omit<Batch, 'indices'>,
    spy: Partial<BatchSelector> = {},
  ): SelectorFactory =>
  () => {
    const state = { start: 0 };
    return {
      name: 'threes',
      state,
      select(context) {
        void spy.select?.(context);
        const indices = Uint32Array.of(state.start, state.start + 1, state.start + 2);
        state.start = (state.start + 3) % 12;
        return { indices, ...more(indices) };
      },
      ...(spy.observe && { observe: spy.observe }),
    };
  };

/** What each sample's loss is multiplied by, as the training loop does it. */
function coefficients(batches: readonly Batch[]): number[] {
  const found: number[] = [];
  for (const { indices, weights, divisor } of batches) {
    const sum = divisor ?? weights?.reduce((a, b) => a + b) ?? indices.length;
    indices.forEach((index, i) => (found[index] = (weights?.[i] ?? 1) / sum));
  }
  return found;
}

const weightOf = (index: number) => [1, 2, 0.5, 4][index % 4]!;
it.each<[string, (indices: Uint32Array) => Omit<Batch, 'indices'>]>([
  ['neither weights nor a divisor', () => ({})],
  ['weights', (indices) => ({ weights: Float32Array.from(indices, weightOf) })],
  ['a divisor', (indices) => ({ divisor: 2 + indices[0]! })],
  ['both', (indices) => ({ weights: Float32Array.from(indices, weightOf), divisor: 5 })],
])('gives every loss the coefficient it had, with %s', async (_, more) => {
  const plain = await play(threes(more)(samplesOf(situation)), situation, { steps: 4 });
  const regrouped = await play(lengthBucketed(threes(more))(samplesOf(situation)), situation, { steps: 4 });
  expect(regrouped).not.toEqual(plain);
  coefficients(plain).forEach((coefficient, index) =>
    expect(coefficients(regrouped)[index]).toBeCloseTo(coefficient, 6),
  );
});

it('gives the batches of a pool the mean scale of the learning rate of their samples', async () => {
  const scaled = threes((indices) => (indices[0]! < 3 ? {} : { learningRateScale: indices[0]! }));
  const batches = await play(lengthBucketed(scaled, { pool: 2 })(samplesOf(situation)), situation, {
    steps: 4,
  });
  expect(batches.map(({ learningRateScale }) => learningRateScale)).toEqual([2, 2, 7.5, 7.5]);
});

it('gives no weights where the selector gives none', async () => {
  const [batch] = await play(lengthBucketed(threes(() => ({})))(samplesOf(situation)), situation, {
    steps: 1,
  });
  expect(Object.keys(batch!)).toEqual(['indices']);
});

it('leaves out a batch whose weights are all 0', async () => {
  // Samples 1, 3 and 4 are the shortest of the set, but no batch of the selector has only these.
  const more = (indices: Uint32Array) => ({
    weights: Float32Array.from(indices, (index) => Number(![1, 3, 4].includes(index))),
  });
  const batches = await play(lengthBucketed(threes(more))(samplesOf(situation)), situation, { steps: 3 });
  expect(batches.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b)).toEqual([
    0, 2, 5, 6, 7, 8, 9, 10, 11,
  ]);
});

it('tells the selector at which step it chooses, and of every batch that was trained', async () => {
  const chosen: Pick<SelectionContext, 'step' | 'epoch'>[] = [];
  const observed: Pick<StepOutcome, 'step' | 'indices'>[] = [];
  const factory = threes(() => ({}), {
    select: ({ step, epoch }) => ({ indices: Uint32Array.of(chosen.push({ step, epoch })) }),
    observe: ({ step, indices, signals }) => {
      expect(signals.loss).toEqual(Float32Array.from(indices));
      observed.push({ step, indices: indices.slice() });
    },
  });
  const selector = lengthBucketed(factory)(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 8, lossOf: (index) => index });
  expect(chosen).toEqual(Array.from({ length: 8 }, (_, step) => ({ step, epoch: step / 4 })));
  expect(observed).toEqual(batches.map(({ indices }, step) => ({ step, indices })));
});

it('keeps needs, names what it decorates, and has its state in its own', () => {
  const factory: SelectorFactory = (samples) => ({ ...threes(() => ({}))(samples), needs: ['margin'] });
  const selector = lengthBucketed(factory)(samplesOf(situation));
  expect(selector.needs).toEqual(['margin']);
  expect(selector.name).toBe('length-bucketed(threes)');
  expect(selector.state!['of.start']).toBe(0);
});

it('gives the empty batch of a selector that has none, for the loop to refuse', async () => {
  const nothing: SelectorFactory = () => ({ name: 'x', select: () => ({ indices: new Uint32Array() }) });
  const { select } = lengthBucketed(nothing)(samplesOf(situation));
  const context = { step: 0, epoch: 0, learningRate: 1, score: () => Promise.reject(new Error('unused')) };
  expect((await select(context)).indices.length).toBe(0);
});
