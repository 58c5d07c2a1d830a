import type { BatchSelector, SelectionContext, Signals } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { el2n, type El2nOptions } from './el2n.js';

const situation = { size: 6, batchSize: 4, classes: 3, seed: 1 };
/** Norms of the errors p − y of six samples, and their features. */
const norms = [0.1, 0.5, 0.2, 0.9, 0.4, 0.3];
const features = [
  [9, 0],
  [1, 0],
  [0, 3],
  [0, 0],
  [1, 1],
  [2, 0],
];

/** Plays one round of a selector, the parameters having the norms and features above, and says what was scored. */
async function oneRound(selector: BatchSelector, length: number) {
  const scored: number[] = [];
  const context: SelectionContext = {
    ...{ step: 0, epoch: 0, learningRate: 0.1 },
    score: (indices) => {
      scored.push(...indices);
      const signals: Signals = {
        loss: new Float32Array(indices.length),
        gradientNorm: Float32Array.from(indices, (index) => norms[index]!),
        ...(selector.needs && {
          features: Float32Array.from([...indices].flatMap((index) => features[index]!)),
        }),
      };
      return Promise.resolve(signals);
    },
  };
  const samples: number[] = [];
  while (samples.length < length) samples.push(...(await selector.select(context)).indices);
  return { samples: ascending(samples), scored };
}

const create = (options: El2nOptions) => el2n({ after: 2, ...options })(samplesOf(situation));

it('shuffles all samples for some epochs, scores them once, and then shuffles those of the largest errors', async () => {
  const selector = create({ prune: 0.5 });
  const all = [0, 1, 2, 3, 4, 5];
  for (let epoch = 0; epoch < 2; epoch++) {
    expect(await oneRound(selector, 6)).toEqual({ samples: all, scored: [] });
  }
  expect(await oneRound(selector, 3)).toEqual({ samples: [1, 3, 4], scored: all });
  for (let epoch = 0; epoch < 3; epoch++) {
    expect(await oneRound(selector, 3)).toEqual({ samples: [1, 3, 4], scored: [] });
  }
});

it('scores by the gradient at the last layer, √(1 + |features|²) times the error, if asked to', async () => {
  const selector = create({ prune: 0.5, score: 'last-layer-grand' });
  expect(selector.needs).toEqual(['features']);
  for (let epoch = 0; epoch < 2; epoch++) await oneRound(selector, 6);
  // Squares: 0.01 · 82, 0.25 · 2, 0.04 · 10, 0.81, 0.16 · 3, 0.09 · 5.
  expect((await oneRound(selector, 3)).samples).toEqual([0, 1, 3]);
});

it('chooses at random among equal scores', async () => {
  const kept = new Set<string>();
  for (let seed = 0; seed < 10; seed++) {
    const selector = el2n({ after: 1 })(samplesOf({ ...situation, seed }));
    const batches = await play(selector, situation, { steps: 3, lossOf: () => 1 });
    kept.add(ascending([...batches[2]!.indices]).join());
  }
  expect(kept.size).toBeGreaterThan(3);
});

it('leaves out samples without a score before others', async () => {
  const selector = el2n({ after: 1, prune: 0.5 })(samplesOf(situation));
  const lossOf = (index: number) => (index % 2 ? NaN : -index);
  const batches = await play(selector, situation, { steps: 3, lossOf });
  expect(ascending([...batches[2]!.indices])).toEqual([0, 2, 4]);
});

it('prunes after a tenth of the run by default', async () => {
  const selector = el2n()(samplesOf({ ...situation, epochs: 20 }));
  const batches = await play(selector, situation, { steps: 8 });
  expect(batches.map(({ indices }) => indices.length)).toEqual([4, 2, 4, 2, 3, 3, 3, 3]);
  expect(rounds(batches, 6).length).toBe(4);
});

it('prunes after a tenth of the run as it was begun, and not again when it is prolonged', async () => {
  expect(el2n()(samplesOf({ ...situation, epochs: 5 })).state!['after']).toBe(1);
  const prolonged = el2n()(samplesOf({ ...situation, epochs: 80 }));
  prolonged.state!['after'] = 2;
  expect((await oneRound(prolonged, 15)).scored.length).toBe(6);
  expect((await oneRound(prolonged, 60)).scored).toEqual([]);
});

it('refuses to leave out all', () => {
  expect(() => el2n({ prune: 1 })).toThrow('el2n: prune must be at least 0 and below 1, got 1.');
  expect(() => el2n({ after: 0 })).toThrow('el2n: after must be a positive integer, got 0.');
});
