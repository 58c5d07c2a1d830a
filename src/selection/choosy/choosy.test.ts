import { describe, expect, it } from 'vitest';
import { ascending, type LossOf, play, rounds, samplesOf } from '../../../test/support/play-selector.js';
import type { SampleInfo, SelectorFactory, StepCost } from '../../training/index.js';
import { randomShuffling } from '../random-shuffling/random-shuffling.js';
import { choosy, type ChoosyOptions } from './choosy.js';

const situation = { size: 200, batchSize: 10, classes: 2, seed: 3 };
const all = [...Array(situation.size).keys()];
/** Twenty samples have all of the gradient. */
const twenty: LossOf = (index) => (index < 20 ? 1 : 0);

it('goes through all samples in every round while all have about the same gradient', async () => {
  const batches = await play(choosy()(samplesOf(situation)), situation, { steps: 60, lossOf: () => 1 });
  for (const round of rounds(batches, situation.size)) expect(ascending(round)).toEqual(all);
  expect(rounds(batches, 200)[0]).not.toEqual(rounds(batches, 200)[1]);
});

it('goes through all in every round of a regression, where a wrong target has any gradient', async () => {
  const { classes: _, ...regression } = samplesOf(situation);
  const batches = await play(choosy()(regression), situation, { steps: 60, lossOf: twenty });
  for (const round of rounds(batches, situation.size)) expect(ascending(round)).toEqual(all);
});

it('then trains as many as have the gradient, those first, and some of the rest', async () => {
  const selector = choosy({ explore: 0.2 })(samplesOf(situation));
  await play(selector, situation, { steps: 20, lossOf: twenty });
  // The effective share is a tenth: 20 samples, a quarter as many of the rest, and 5 more to fill the last batch.
  const seen = new Set<number>();
  for (let round = 0; round < 8; round++) {
    const [samples] = rounds(await play(selector, situation, { steps: 3, lossOf: twenty }), 30) as [number[]];
    expect(new Set(samples).size, 'no sample twice a round').toBe(30);
    expect(ascending(samples).slice(0, 20)).toEqual(all.slice(0, 20));
    for (const sample of samples) seen.add(sample);
  }
  expect(seen.size, 'the rest take turns').toBeGreaterThan(60);
});

it('takes more again when what it left out turns out to be forgotten', async () => {
  const selector = choosy()(samplesOf(situation));
  await play(selector, situation, { steps: 20, lossOf: twenty });
  // One round of 30, in which the ten explored stand for the 180 that they were drawn from.
  await play(selector, situation, { steps: 3, lossOf: () => 1 });
  const samples = (await play(selector, situation, { steps: 20, lossOf: () => 1 })).flatMap(({ indices }) => [
    ...indices,
  ]);
  expect(ascending(samples)).toEqual(all);
});

it('grows back to all samples towards the end of the run', async () => {
  const short = { ...situation, epochs: 2 };
  const visited = async (options: ChoosyOptions) => {
    const batches = await play(choosy(options)(samplesOf(short)), short, { steps: 58, lossOf: twenty });
    const inSteps = (from: number, to: number) =>
      new Set(batches.slice(from, to).flatMap(({ indices }) => [...indices])).size;
    return [inSteps(20, 27), inSteps(27, 38), inSteps(38, 58)];
  };
  // A tenth has the gradient. With 1/2, 0.325 and 0.05 of the epochs left, 0.1 to these powers are 63, 95 and 178
  // samples, and with a tenth of the round from the rest, in whole batches, 70, 110 and 200.
  expect(await visited({})).toEqual([70, 110, 200]);
  expect((await visited({ anneal: false }))[2]).toBeLessThan(180);
});

it('leaves a sample to the rest whose gradient is not finite', async () => {
  const selector = choosy({ explore: 0 })(samplesOf(situation));
  const lossOf: LossOf = (index) => (index < 20 ? 1 : index % 2 === 0 ? NaN : index === 21 ? Infinity : 0);
  await play(selector, situation, { steps: 20, lossOf });
  const [samples] = rounds(await play(selector, situation, { steps: 2, lossOf }), 20);
  expect(ascending(samples!)).toEqual(all.slice(0, 20));
});

it('can do without each of its parts', async () => {
  const unfocused = choosy({ focus: false })(samplesOf(situation));
  const batches = await play(unfocused, situation, { steps: 40, lossOf: twenty });
  for (const round of rounds(batches, situation.size)) expect(ascending(round)).toEqual(all);
  const ones = (indices: Uint32Array) => indices.filter((index) => index % 2 === 1).length;
  for (const { indices } of batches) expect(ones(indices)).toBe(5);
  const random = await play(choosy({ arrange: false })(samplesOf(situation)), situation, { steps: 20 });
  expect(new Set(random.map(({ indices }) => ones(indices))).size).toBeGreaterThan(1);
  expect(ascending(rounds(random, situation.size)[0]!)).toEqual(all);
});

/** Two features a sample: which half of the set it is in, and nothing that matters. */
const withFeatures = () => ({
  ...samplesOf(situation),
  features: Float32Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? Math.floor(at / 200) : 0)),
});

const late = (indices: Uint32Array) => indices.filter((index) => index >= 100).length;

it('makes batches alike in features', async () => {
  const batches = await play(choosy()(withFeatures()), situation, { steps: 60, lossOf: () => 1 });
  for (const { indices } of batches) expect(Math.abs(late(indices) - 5)).toBeLessThanOrEqual(1);
});

it('does so in regression, by the gradient itself', async () => {
  const { classes: _, ...regression } = withFeatures();
  const selector = choosy()({ ...regression, labels: Float32Array.from(regression.labels) });
  expect(selector.needs).toEqual(['logitGradient']);
  const batches = await play(selector, situation, { steps: 60 });
  for (const { indices } of batches) expect(Math.abs(late(indices) - 5)).toBeLessThanOrEqual(1);
});

const cheap = { fixed: 50, perSample: 0.3 };

/** What is chosen of so many samples, with so many features, in a run of so many epochs with such steps. */
const chosen = (size: number, width: number, epochs: number, stepCost?: StepCost) => {
  const features = Float32Array.from({ length: size * width }, (_, at) => Math.sin(at));
  const of = { ...situation, size };
  const cost = stepCost && { stepCost: () => stepCost };
  const samples = { ...samplesOf(of), ...(width > 0 && { features }), epochs, ...cost };
  return play(choosy()(samples), of, { steps: 60, lossOf: () => 1 });
};

it('looks at features where that takes at most a hundredth of the run', async () => {
  // An epoch takes 20 · 50 + 200 · 0.3 = 1,060 µs, to look at them 15 + 200 · 0.1 = 35 µs.
  const unseen = await chosen(200, 0, 1, cheap);
  expect(await chosen(200, 64, 3.3, cheap)).toEqual(unseen);
  expect(await chosen(200, 64, 3.4, cheap)).not.toEqual(unseen);
  expect(await chosen(200, 64, 0.4, { fixed: 500, perSample: 0 })).not.toEqual(unseen);
  expect(await chosen(200, 64, 0.4, { fixed: 0, perSample: 50 })).not.toEqual(unseen);
});

it('looks at more than 64 features where to find components takes at most a hundredth of the run', async () => {
  const unseen = await chosen(200, 0, 1);
  // 20,000 + 0.008 · 65 · 200 = 20,104 µs
  expect(await chosen(200, 65, 1890, cheap)).toEqual(unseen);
  expect(await chosen(200, 65, 1900, cheap)).not.toEqual(unseen);
});

it('takes steps for those of a small network where nothing is known of them', async () => {
  expect(await chosen(200, 64, 3.3)).toEqual(await chosen(200, 64, 3.3, cheap));
  expect(await chosen(200, 64, 3.4)).toEqual(await chosen(200, 64, 3.4, cheap));
});

describe('batches of half the size', () => {
  /** How large the batches of the first round are, of a run that is long enough to look at features. */
  const sizes = async (batchSize: number, changes: Partial<SampleInfo>, options: ChoosyOptions = {}) => {
    const of = { ...situation, batchSize };
    const samples = { ...withFeatures(), batchSize, ...changes };
    const steps = Math.ceil(situation.size / batchSize);
    const batches = await play(choosy(options)(samples), of, { steps, lossOf: () => 1 });
    return {
      most: Math.max(...batches.map(({ indices }) => indices.length)),
      scheduleSteps: batches[0]!.scheduleSteps ?? 1,
    };
  };
  const convolutional = { stepCost: () => ({ fixed: 100, perSample: 50 }) };

  it('where a step costs by the sample, and each for half a step of the schedule', async () => {
    expect(await sizes(16, convolutional)).toEqual({ most: 8, scheduleSteps: 0.5 });
    expect(await sizes(25, convolutional)).toEqual({ most: 13, scheduleSteps: 0.5 });
  });

  it('not where they would make an epoch more than an eighth longer', async () => {
    const stepCost = (fixed: number) => ({ stepCost: () => ({ fixed, perSample: 10 }) });
    expect(await sizes(20, stepCost(200 / 7 - 0.1))).toEqual({ most: 10, scheduleSteps: 0.5 });
    expect(await sizes(20, stepCost(200 / 7 + 0.1))).toEqual({ most: 20, scheduleSteps: 1 });
  });

  it('not where nothing is known of the cost, or batches are small, or not alike in features', async () => {
    expect(await sizes(20, {})).toEqual({ most: 20, scheduleSteps: 1 });
    expect((await sizes(15, convolutional)).scheduleSteps).toBe(1);
    const { features: _, ...unseen } = withFeatures();
    const of = { ...situation, batchSize: 20 };
    const [batch] = await play(choosy()({ ...unseen, ...convolutional, batchSize: 20 }), of, { steps: 1 });
    expect(batch!.scheduleSteps).toBeUndefined();
    expect((await sizes(20, convolutional, { halve: false })).scheduleSteps).toBe(1);
  });
});

it('chooses what random shuffling does in a regression of which it does not look at the features', async () => {
  const odd = { ...situation, size: 203 };
  const { classes: _, ...regression } = samplesOf(odd);
  const chosen = (selector: SelectorFactory) =>
    play(selector({ ...regression, rng: samplesOf(odd).rng }), odd, { steps: 63 });
  expect(await chosen(choosy())).toEqual(await chosen(randomShuffling()));
  const selector = choosy()(regression);
  expect(selector.name).toBe('choosy');
  // So it costs no more than that, either.
  expect(selector.observe).toBeUndefined();
});

it('chooses the same after an interruption, also in the middle of the first round', async () => {
  for (const steps of [3, 7, 12, 25]) {
    const { rng } = withFeatures();
    const straight = choosy()({ ...withFeatures(), rng });
    await play(straight, situation, { steps });
    const resumed = choosy()({ ...withFeatures(), rng });
    for (const [key, value] of Object.entries(straight.state!)) {
      if (typeof value === 'object') (resumed.state![key] as Float32Array).set(value as Float32Array);
      else resumed.state![key] = value;
    }
    const position = rng.state;
    const expected = await play(straight, situation, { steps: 30 });
    rng.state = position;
    expect(await play(resumed, situation, { steps: 30 })).toEqual(expected);
  }
});
