import { type Model, randomShuffling, type SelectorFactory, sgd, softmaxCrossEntropy, train } from 'choosy';
import { dense, embedding, lstm, sequential } from 'choosy/layers';
import { beforeEach, expect, it, vi } from 'vitest';
import type * as Runtime from '../runtime/index.js';
import { WorkClock } from './work-clock.js';

const { DELAY, compiled } = vi.hoisted(() => ({ DELAY: 150, compiled: { count: 0 } }));

vi.mock('../runtime/index.js', async (original) => {
  const runtime = await original<typeof Runtime>();
  const createSession: typeof runtime.createSession = async (...given) => {
    compiled.count++;
    await new Promise((resolve) => setTimeout(resolve, DELAY));
    return runtime.createSession(...given);
  };
  return { ...runtime, createSession };
});
beforeEach(() => void (compiled.count = 0));

it('stands still while graphs are compiled', async () => {
  const clock = new WorkClock();
  const started = clock.now();
  const wait = () => new Promise((resolve) => setTimeout(resolve, 50));
  await clock.compile(wait);
  await expect(clock.compile(() => wait().then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no');
  expect(clock.since(started)).toBeLessThan(0.05);
  expect(clock.takeSetup()).toBeGreaterThan(0.09);
  expect(clock.takeSetup()).toBe(0);
  await wait();
  expect(clock.since(started)).toBeGreaterThan(0.045);
});

const layers = [embedding(5, 2, { paddingIndex: 0 }), lstm(2), dense(2)];
const model: Model = sequential(layers, { inputShape: [6] });
// One sample for each of the lengths 6, 4, 2 and 1 that graphs are compiled for.
const features = Int32Array.from(
  [6, 4, 2, 1].flatMap((length) => Array.from({ length: 6 }, (_, t) => (t < length ? 1 : 0))),
);
const dataset = { name: 'padded', sampleShape: [6], features, labels: Int32Array.of(0, 1, 0, 1) };
const run = {
  ...{ model, trainingSet: dataset, loss: softmaxCrossEntropy(), optimizer: sgd() },
  ...{ selector: randomShuffling(), batchSize: 1, stop: { epochs: 3 } },
};

it('each length is compiled once, when it comes, and billed as set-up', async () => {
  const { cost } = await train(run);
  expect(compiled.count).toBe(4);
  expect(cost.seconds.setup).toBeGreaterThan((4 * DELAY) / 1000 - 0.01);
  expect(cost.seconds.steps).toBeLessThan(DELAY / 1000);
});

it('so are those for scores and evaluations', async () => {
  const scoring: SelectorFactory = (samples) => ({
    ...randomShuffling()(samples),
    async select({ score }) {
      await score(Uint32Array.of(1));
      await score(Uint32Array.of(3));
      return { indices: Uint32Array.of(0) };
    },
  });
  const evaluationSet = { ...dataset, features: features.slice(6, 12), labels: dataset.labels.slice(0, 1) };
  const { cost } = await train({ ...run, selector: scoring, evaluationSet });
  // The step's, two for scores, and the evaluator's for whole samples and for those that it has.
  expect(compiled.count).toBe(5);
  expect(cost.seconds.setup).toBeGreaterThan((5 * DELAY) / 1000 - 0.01);
  for (const part of ['steps', 'scoring', 'selection', 'evaluation'] as const) {
    expect(cost.seconds[part], part).toBeLessThan(DELAY / 1000);
    expect(cost.seconds[part], part).toBeGreaterThan(0);
  }
});
