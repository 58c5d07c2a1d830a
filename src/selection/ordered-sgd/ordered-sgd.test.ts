import { expect, it } from 'vitest';
import { ascending, play, samplesOf } from '../../../test/support/play-selector.js';
import { orderedSgd } from './ordered-sgd.js';

const situation = { size: 128, batchSize: 64, classes: 2, seed: 1 };

it('trains the q highest losses of every batch, q as in the paper for the training accuracy', async () => {
  const selector = orderedSgd()(samplesOf(situation));
  const lengths: number[][] = [];
  for (const accuracy of [0.79, 0.81, 0.5, 0.91, 0.96, 0.99, 0.996, 0.1, 0.1]) {
    // A loss of 0 is one of a sample that is classified correctly.
    const lossOf = (sample: number) => Number(sample / 128 >= accuracy);
    const batches = await play(selector, situation, { steps: 2, lossOf });
    lengths.push(batches.map(({ indices }) => indices.length));
  }
  expect(lengths.map(([first]) => first)).toEqual([64, 64, 32, 32, 16, 8, 8, 4, 4]);
  for (const [first, second] of lengths) expect(first).toBe(second);
});

it('scores each batch of a pass once q is below the batch size, and trains its highest losses', async () => {
  const scored: Uint32Array[] = [];
  const lossOf = (sample: number) => Math.sin(sample);
  const selector = orderedSgd({ share: 0.25 })(samplesOf(situation));
  for (let step = 0; step < 2; step++) {
    const { indices, weights } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (samples) => {
        scored.push(samples);
        const loss = Float32Array.from(samples, lossOf);
        return Promise.resolve({ loss, gradientNorm: loss });
      },
    });
    const byLoss = [...scored[step]!].sort((a, b) => lossOf(b) - lossOf(a));
    expect(ascending([...indices])).toEqual(ascending(byLoss.slice(0, 16)));
    expect(weights).toBeUndefined();
  }
  expect(ascending(scored.flatMap((samples) => [...samples]))).toEqual([...Array(128).keys()]);
});

it('follows the accuracy of a set that is no more than q, too', async () => {
  const few = { ...situation, size: 20 };
  const selector = orderedSgd()(samplesOf(few));
  const lengths: number[] = [];
  for (const accuracy of [0.85, 0.9, 0.95, 1]) {
    const lossOf = (sample: number) => Number(sample / 20 >= accuracy);
    const batches = await play(selector, few, { steps: 1, lossOf });
    lengths.push(batches[0]!.indices.length);
  }
  // q is 64, 32, 16 and 8.
  expect(lengths).toEqual([20, 20, 16, 8]);
});

it('is random shuffling where there is no accuracy', async () => {
  const { classes: _, ...regression } = samplesOf(situation);
  const score = () => Promise.reject(new Error('a score'));
  const { select, observe } = orderedSgd()(regression);
  const seen: number[] = [];
  for (let step = 0; step < 4; step++) {
    const context = { step, epoch: step / 2, learningRate: 1 };
    const { indices } = await select({ ...context, score });
    const loss = new Float32Array(indices.length);
    observe!({ ...context, indices, signals: { loss, gradientNorm: loss } });
    seen.push(...indices);
  }
  for (const pass of [seen.slice(0, 128), seen.slice(128)])
    expect(ascending(pass)).toEqual([...Array(128).keys()]);
});

it('asks for accuracies only where there are classes and q follows them', () => {
  const samples = samplesOf(situation);
  const { classes: _, ...regression } = samples;
  expect(orderedSgd()(samples).needs).toEqual(['correct']);
  expect(orderedSgd({ share: 0.5 })(samples).needs).toBeUndefined();
  expect(orderedSgd()(regression).needs).toBeUndefined();
});

it('scores nothing while whole batches are trained', async () => {
  const { select } = orderedSgd()(samplesOf(situation));
  const score = () => Promise.reject(new Error('a score'));
  const batch = await select({ step: 0, epoch: 0, learningRate: 1, score });
  expect(batch.indices.length).toBe(64);
});

it('refuses a share of nothing', () => {
  expect(() => orderedSgd({ share: 0 })).toThrow('orderedSgd: share must be above 0 and at most 1, got 0.');
});
