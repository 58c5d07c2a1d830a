import { expect, it } from 'vitest';
import { play, samplesOf } from '../../../test/support/play-selector.js';
import { sum } from '../../core/sum.js';
import { chooseByPercentile } from './choose-by-percentile.js';

const situation = { size: 1000, batchSize: 10, classes: 2, seed: 1 };
const options = { beta: 2, history: 1000 };

/** Chooses by losses that are fixed for each sample, and counts how often each is asked for. */
function chooserOf(lossOf: (sample: number) => number, { beta, history } = options) {
  const asked = new Float64Array(situation.size);
  const { state, select } = chooseByPercentile(samplesOf(situation), { beta, history }, (batch) => {
    for (const sample of batch) asked[sample]!++;
    return Promise.resolve(Float32Array.from(batch, lossOf));
  });
  return { name: 'chooser', state, select, asked };
}

it('trains all samples, and then each with the chance of its percentile to the power of beta', async () => {
  // Losses that are a bin apart.
  const chooser = chooserOf((sample) => 1.02 ** sample);
  const first = await play(chooser, situation, { steps: 100 });
  expect(new Set(first.flatMap(({ indices }) => [...indices])).size).toBe(1000);
  // Until the history is full.
  await play(chooser, situation, { steps: 50 });
  chooser.asked.fill(0);
  const trained = new Float64Array(1000);
  for (const { indices } of await play(chooser, situation, { steps: 1000 })) {
    for (const index of indices) trained[index]!++;
  }
  for (let tenth = 0; tenth < 10; tenth++) {
    const ofTenth = (counts: Float64Array) => sum(counts.subarray(100 * tenth, 100 * tenth + 100));
    // The mean of r² over this tenth of the percentiles.
    const expected = (ofTenth(chooser.asked) * ((tenth + 1) ** 3 - tenth ** 3)) / 300;
    expect(Math.abs(ofTenth(trained) - expected)).toBeLessThan(5 * Math.sqrt(expected) + 10);
  }
});

it('keeps about 1 / (1 + beta) of the samples', async () => {
  for (const beta of [0, 1, 3]) {
    const chooser = chooserOf((sample) => 1 + Math.sin(sample), { beta, history: 1024 });
    const batches = await play(chooser, situation, { steps: 600 });
    const trained = batches.slice(100).reduce((count, { indices }) => count + indices.length, 0);
    expect(trained / sum(chooser.asked)).toBeCloseTo(1 / (1 + beta), 1);
  }
});

it('lets the chosen wait for a whole batch, over the end of a pass, too', async () => {
  const batches = await play(
    chooserOf((sample) => 1 + Math.sin(sample)),
    situation,
    { steps: 600 },
  );
  expect(new Set(batches.map(({ indices }) => indices.length))).toEqual(new Set([10]));
});

it('goes through no more samples for a batch than there are, whatever the chances', async () => {
  const chooser = chooserOf(() => 1, { beta: 1e6, history: 1024 });
  await play(chooser, situation, { steps: 100 });
  const batches = await play(chooser, situation, { steps: 5 });
  expect(sum(chooser.asked)).toBe(5 * 1000);
  // The last ones that it went through, since it chose none.
  expect(batches.map(({ indices }) => indices.length)).toEqual([10, 10, 10, 10, 10]);
});

it('gives the few that are chosen of all samples', async () => {
  // A chance of 1/256 for each, so four of a thousand.
  const chooser = chooserOf(() => 1, { beta: 8, history: 1024 });
  await play(chooser, situation, { steps: 100 });
  const batches = await play(chooser, situation, { steps: 100 });
  const trained = batches.reduce((count, { indices }) => count + indices.length, 0);
  expect(Math.abs(trained - sum(chooser.asked) / 256)).toBeLessThan(100);
  expect(batches.some(({ indices }) => indices.length < 10)).toBe(true);
});

it('chooses some even if all losses are equal, or none is a number', async () => {
  for (const loss of [0, 7, NaN, Infinity]) {
    const batches = await play(
      chooserOf(() => loss),
      situation,
      { steps: 200 },
    );
    expect(batches.length).toBe(200);
  }
});
