import { describe, expect, it } from 'vitest';
import { play, samplesOf } from '../../test/support/play-selector.js';
import { denseToy } from '../../test/support/toy.js';
import { SelectorError, UsageError } from '../core/errors.js';
import { sgd } from '../optimizers/index.js';
import { type BatchSelector, type SelectorFactory, type Signals, train } from '../training/index.js';
import { biggestLosers } from './biggest-losers/biggest-losers.js';
import { highestLoss } from './highest-loss/highest-loss.js';
import { selectors } from './registry.js';
import { standalone, type StandaloneOptions } from './standalone.js';

const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
const samples: StandaloneOptions = { size: 30, batchSize: 7, classes: 3, labels, seed: 5 };

/** Lets a selector play, and keeps what it was told. */
async function playAndKeep(factory: SelectorFactory) {
  const situation = { size: 30, batchSize: 7, classes: 3, seed: 5 };
  const selector = factory(samplesOf(situation));
  const [scored, observed]: [Signals[], Signals[]] = [[], []];
  const keeping: BatchSelector = {
    ...selector,
    select: ({ score, ...place }) =>
      selector.select({
        ...place,
        async score(indices) {
          const signals = await score(indices);
          scored.push(signals);
          return signals;
        },
      }),
    observe(outcome) {
      observed.push(outcome.signals);
      selector.observe?.(outcome);
    },
  };
  return { played: await play(keeping, situation, { steps: 20 }), scored, observed };
}

describe('standalone', () => {
  it.each(selectors.map(({ name, create }) => [name, create] as const))(
    '%s chooses as it does in a training loop',
    async (_, create) => {
      const { played, scored, observed } = await playAndKeep(create());
      const batches = standalone(create(), { ...samples, score: () => scored.shift()! });
      for (const { indices, weights, divisor, learningRateScale = 1 } of played) {
        const batch = await batches.next(0.1);
        expect(batch.indices).toEqual(indices);
        expect(batch.learningRateScale).toBe(learningRateScale);
        const sum = weights?.reduce((total, weight) => total + weight, 0) ?? indices.length;
        for (const [i, coefficient] of batch.coefficients.entries()) {
          expect(coefficient).toBeCloseTo((weights?.[i] ?? 1) / (divisor ?? sum), 5);
        }
        batches.learn(observed.shift()!);
      }
    },
  );

  it('chooses what `train` trains with the same seed and losses', async () => {
    const { model, dataset, loss } = denseToy();
    const steps: { readonly indices: Uint32Array; readonly losses: Float32Array }[] = [];
    await train({
      ...{ model, loss, trainingSet: dataset, optimizer: sgd(), batchSize: 4, seed: 3 },
      ...{ selector: highestLoss(), stop: { epochs: 4 } },
      onStep: ({ indices, losses }) => void steps.push({ indices, losses: losses.slice() }),
    });
    const size = dataset.labels.length;
    const batches = standalone(highestLoss(), { size, labels: dataset.labels, batchSize: 4, seed: 3 });
    expect(steps.length).toBeGreaterThan(size / 4);
    for (const { indices, losses } of steps) {
      expect((await batches.next()).indices).toEqual(indices);
      batches.learn({ loss: [...losses] });
    }
  });

  it('tells the selector step, epoch and learning rate', async () => {
    const told: unknown[] = [];
    const factory: SelectorFactory = () => ({
      name: 'spy',
      select({ step, epoch, learningRate }) {
        told.push([step, epoch, learningRate]);
        return { indices: Uint32Array.of(1, 2, 3), learningRateScale: 2 };
      },
      observe: ({ step, epoch, learningRate }) => void told.push([step, epoch, learningRate]),
    });
    const batches = standalone(factory, samples);
    await batches.next(0.5);
    batches.learn({ loss: [1, 2, 3] });
    await batches.next();
    batches.learn({ loss: [1, 2, 3] });
    expect(told).toEqual([
      [0, 0, 0.5],
      [0, 0, 1],
      [1, 0.1, 1],
      [1, 0.1, 2],
    ]);
  });

  it('says what is missing or wrong', async () => {
    const features = new Float32Array(3 * samples.size - 1);
    expect(() => standalone(highestLoss(), { ...samples, features })).toThrow(
      `standalone: features has ${features.length} values for ${samples.size} samples; give one row a sample.`,
    );
    expect(() => standalone(highestLoss(), { ...samples, size: 0 })).toThrow(
      'standalone: size must be a positive integer, got 0.',
    );
    const unscored = standalone(biggestLosers(), samples).next();
    await expect(unscored).rejects.toThrow(UsageError);
    await expect(unscored).rejects.toThrow(
      'The selector "biggest-losers" scores samples before it chooses; give standalone a score.',
    );
    const misscored = standalone(biggestLosers(), { ...samples, score: () => ({ loss: [1] }) }).next();
    await expect(misscored).rejects.toThrow('score: loss has 1 values for 28 samples; give one a sample.');

    const batches = standalone(highestLoss(), samples);
    expect(() => batches.learn({ loss: [] })).toThrow(
      'learn: no batch has been chosen yet; call next first.',
    );
    await batches.next();
    const short = () => batches.learn({ loss: [1, 2] });
    expect(short).toThrow(UsageError);
    expect(short).toThrow('learn: loss has 2 values for 7 samples; give one a sample.');
    const rows = () => batches.learn({ loss: new Float32Array(7), features: [1] });
    expect(rows).toThrow('learn: features has 1 values for 7 samples; give one row a sample.');

    const curious: SelectorFactory = () => ({
      name: 'curious',
      select: () => ({ indices: Uint32Array.of(0) }),
      observe: ({ signals }) => void signals.gradientNorm[0],
    });
    const wanting = standalone(curious, samples);
    await wanting.next();
    expect(() => wanting.learn({ loss: [1] })).toThrow(
      'learn: the selector "curious" needs the signal gradientNorm; give it beside the loss.',
    );
    const empty = standalone(
      () => ({ name: 'empty', select: () => ({ indices: new Uint32Array() }) }),
      samples,
    );
    await expect(empty.next()).rejects.toThrow(SelectorError);
  });
});
