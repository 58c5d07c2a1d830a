import { expect, it } from 'vitest';
import { play, samplesOf } from '../../../test/support/play-selector.js';
import { prioritizedReplay } from './prioritized-replay.js';

const situation = { size: 5, batchSize: 5, classes: 2, seed: 1, epochs: 10 };
/** The losses of samples 0 to 4: with α = 1/2, priorities to the power α are 1 to 5. */
const lossOf = (index: number) => (index + 1) ** 2;
const alpha = 0.5;

/** A selector that has seen the losses of all samples. */
async function seenAll(options = {}) {
  const selector = prioritizedReplay({ alpha, ...options })(samplesOf(situation));
  const batches = await play(selector, situation, { steps: 60, lossOf });
  expect(new Set(batches.flatMap(({ indices }) => [...indices])).size).toBe(5);
  return selector;
}

it('draws samples with probability (loss + ε)^α over the sum of these', async () => {
  const batches = await play(await seenAll(), situation, { steps: 2000, lossOf });
  const counts = new Array<number>(5).fill(0);
  for (const { indices } of batches) for (const index of indices) counts[index]!++;
  // Six standard deviations of independent draws; those from equal parts deviate less.
  for (const [index, count] of counts.entries()) {
    const p = (index + 1) / 15;
    expect(Math.abs(count - 1e4 * p)).toBeLessThan(6 * Math.sqrt(1e4 * p * (1 - p)));
  }
});

it('draws one sample from each of B equal parts of the probability', async () => {
  const batches = await play(await seenAll(), situation, { steps: 100, lossOf });
  // Parts of 3 out of 15: sample 4, with 5 of them, fills at least one.
  for (const { indices } of batches) expect([...indices]).toContain(4);
});

it('weights by (N P(i))^−β over the largest of the batch, β from its beginning to 1 at the end of the run', async () => {
  const selector = await seenAll({ beta: 0.4 });
  for (const [epoch, beta] of [
    [0, 0.4],
    [5, 0.7],
    [10, 1],
    [99, 1],
  ] as const) {
    const score = () => Promise.reject(new Error('nothing is scored'));
    const batch = await selector.select({ step: 0, epoch, learningRate: 0.1, score });
    const rarity = Array.from(batch.indices, (index) => (5 * (index + 1)) / 15).map((x) => x ** -beta);
    const largest = Math.max(...rarity);
    expect(batch.divisor).toBe(5);
    batch.weights!.forEach((weight, i) => expect(weight).toBeCloseTo(rarity[i]! / largest, 5));
  }
});

it('gives samples that it has not seen the highest priority so far', async () => {
  const many = { size: 40, batchSize: 1, classes: 2, seed: 1 };
  let repeated = 0;
  for (let seed = 0; seed < 200; seed++) {
    const selector = prioritizedReplay({ alpha: 1 })(samplesOf({ ...many, seed }));
    // The first has a loss of 4, so that the 39 others have the priority 4, and all 40 the same chance.
    const [first, second] = await play(selector, many, { steps: 2, lossOf: () => 4 });
    repeated += Number(first!.indices[0] === second!.indices[0]);
  }
  expect(repeated).toBeLessThan(20);
  const selector = prioritizedReplay({ alpha: 1 })(samplesOf(many));
  const losses = (_: number, step: number) => (step === 0 ? 100 : 0);
  const batches = await play(selector, many, { steps: 41, lossOf: losses });
  const rounds = batches.slice(1).map(({ indices }) => indices[0]);
  expect(new Set(rounds).size, 'after one loss of 100 the others come first, or the one again').toBe(40);
});

it('keeps the priority of a sample whose loss is not a number', async () => {
  const selector = await seenAll();
  const before = (selector.state!['weights'] as Float32Array).slice();
  await play(selector, situation, { steps: 5, lossOf: () => NaN });
  expect(selector.state!['weights']).toEqual(before);
});

it('refuses options out of range', () => {
  expect(() => prioritizedReplay({ alpha: 2 })).toThrow(
    'prioritizedReplay: alpha must be from 0 to 1, got 2.',
  );
  expect(() => prioritizedReplay({ epochs: 0 })).toThrow(
    'prioritizedReplay: epochs must be a positive number, got 0.',
  );
});
