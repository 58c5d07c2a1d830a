import type { StepOutcome } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import { forgetting } from './forgetting.js';

const situation = { size: 6, batchSize: 6, classes: 2, seed: 1 };
/** Whether samples 0 to 5 are classified correctly at the visits of five epochs. */
const visits = [
  [1, 1, 1, 1, 1],
  [0, 1, 1, 1, 1],
  [1, 0, 1, 1, 1],
  [1, 0, 0, 1, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 1, 0, 0],
];
const eventsOfEach = [0, 0, 1, 2, Infinity, 1];
/** Losses that tell the test's player what is correct. */
const lossOf = (index: number, step: number) => 1 - visits[index]![Math.min(step, 4)]!;

const afterObservation = async (options: object, seed = 1) => {
  const selector = forgetting({ observation: 5, ...options })(samplesOf({ ...situation, seed }));
  const batches = await play(selector, situation, { steps: 7, lossOf });
  for (const round of rounds(batches.slice(0, 5), 6)) expect(ascending(round)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ascending([...batches[5]!.indices]), 'the same samples from then on').toEqual(
    ascending([...batches[6]!.indices]),
  );
  return { kept: ascending([...batches[5]!.indices]), state: selector.state! };
};

it('counts how often a sample was correct and is not any more', async () => {
  const { state } = await afterObservation({});
  const events = [...(state['events'] as Uint8Array)];
  expect(events).toEqual(eventsOfEach.map((count) => (count === Infinity ? 0 : count)));
  expect((state['learning'] as Uint8Array)[4], 'never learned').toBe(0);
});

it.each([
  [0.3, [2, 3, 4, 5]],
  [0.66, [3, 4]],
  [0.9, [4]],
])('leaves out the share %d of the samples that are forgotten least', async (prune, expected) => {
  expect((await afterObservation({ prune })).kept).toEqual(expected);
});

it('chooses at random among samples forgotten equally often', async () => {
  const kept = new Set<string>();
  for (let seed = 0; seed < 20; seed++) kept.add((await afterObservation({ prune: 0.5 }, seed)).kept.join());
  expect(kept).toEqual(new Set(['2,3,4', '3,4,5']));
});

it('leaves out nothing if asked to, and counts no further', async () => {
  const { kept } = await afterObservation({ prune: 0 });
  expect(kept).toEqual([0, 1, 2, 3, 4, 5]);
  const selector = forgetting({ observation: 1 })(samplesOf(situation));
  await play(selector, situation, { steps: 1, lossOf: () => 0 });
  await play(selector, situation, { steps: 3, lossOf: () => 1 });
  expect(new Set(selector.state!['events'] as Uint8Array)).toEqual(new Set([0]));
});

it('observes for a fifth of the run as it was begun, also when it is prolonged', async () => {
  expect(forgetting()(samplesOf({ ...situation, epochs: 5 })).state!['observed']).toBe(2);
  expect(forgetting()(samplesOf({ ...situation, epochs: 15 })).state!['observed']).toBe(3);
  const prolonged = forgetting()(samplesOf({ ...situation, epochs: 60 }));
  prolonged.state!['observed'] = 3;
  const batches = await play(prolonged, situation, { steps: 20 });
  expect(batches.slice(0, 4).map(({ indices }) => indices.length)).toEqual([6, 6, 6, 4]);
  expect(new Set(batches.slice(3).flatMap(({ indices }) => [...indices])).size).toBe(4);
});

it('is random shuffling without classes, and asks for no signal', async () => {
  const { size, batchSize, rng } = samplesOf(situation);
  const selector = forgetting()({ size, batchSize, rng, epochs: 2, labels: new Float32Array(6) });
  expect(selector.needs).toBeUndefined();
  for (const { indices } of await play(selector, situation, { steps: 6 })) expect(indices.length).toBe(6);
});

it('stops counting where a byte ends', () => {
  const selector = forgetting({ observation: 1000 })(samplesOf(situation));
  void selector.select({
    step: 0,
    epoch: 0,
    learningRate: 0,
    score: () => Promise.reject(new Error('none')),
  });
  for (let i = 0; i < 600; i++) {
    const signal = Float32Array.of(i % 2);
    const signals = { loss: signal, gradientNorm: signal, correct: signal };
    const outcome: StepOutcome = { step: i, epoch: 0, learningRate: 0, indices: Uint32Array.of(0), signals };
    selector.observe!(outcome);
  }
  expect((selector.state!['events'] as Uint8Array)[0]).toBe(254);
});

it('refuses to leave out all', () => {
  expect(() => forgetting({ prune: 1 })).toThrow('forgetting: prune must be at least 0 and below 1, got 1.');
});
