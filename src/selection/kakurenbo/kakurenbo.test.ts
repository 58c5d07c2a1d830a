import { expect, it } from 'vitest';
import { ascending, type LossOf, play, samplesOf, watchScores } from '../../../test/support/play-selector.js';
import { kakurenbo } from './kakurenbo.js';

const situation = { size: 100, batchSize: 10, classes: 2, seed: 1 };
/** Probabilities of 0.99, 0.98, … in the order of the index. */
const byIndex: LossOf = (index) => -Math.log((99 - index) / 100 + 1e-9);

interface Pass {
  readonly trained: number[];
  readonly scored: number[];
  readonly scales: (number | undefined)[];
}

/** Plays passes of a run, whose samples have these losses. */
async function playPasses(
  count: number,
  lossOf: LossOf,
  { options = {}, more = {} }: { options?: Parameters<typeof kakurenbo>[0]; more?: object } = {},
): Promise<Pass[]> {
  const selector = kakurenbo(options)(samplesOf({ ...situation, ...more }));
  const passes: Pass[] = [];
  let after: Awaited<ReturnType<typeof play>> = [];
  for (let i = 0; i < count; i++) {
    const pass: Pass = { trained: [], scored: [], scales: [] };
    passes.push(pass);
    const watched = watchScores(selector, (samples) => pass.scored.push(...samples));
    const [length, position] = [0, 1];
    const progress = selector.state!['progress'] as Uint32Array;
    do {
      const batches = await play(watched, situation, { steps: 1, lossOf, after });
      after = [...after, ...batches];
      pass.trained.push(...batches[0]!.indices);
      pass.scales.push(batches[0]!.learningRateScale);
    } while (progress[position]! < progress[length]!);
  }
  return passes;
}

const hiddenIn = ({ trained }: Pass) => [...Array(100).keys()].filter((index) => !trained.includes(index));

it('hides the lowest losses for a pass, and scores them at its end', async () => {
  const passes = await playPasses(3, byIndex, { options: { hidden: 0.2 } });
  const lowest = [...Array(20).keys()];
  expect(passes.map(hiddenIn)).toEqual([[], lowest, lowest]);
  expect(passes.map(({ scored }) => ascending(scored))).toEqual([[], [], lowest]);
  for (const { trained } of passes) expect(new Set(trained).size).toBe(trained.length);
});

it('moves samples back to which the model gives less than 0.7', async () => {
  // Of the 50 that may be hidden, 0 to 29 have at least 0.7.
  const [, second] = await playPasses(2, byIndex, { options: { hidden: 0.5 } });
  expect(hiddenIn(second!)).toEqual([...Array(30).keys()]);
});

it('hides the lowest losses whatever they are where there are no classes', async () => {
  const { classes: _, ...regression } = samplesOf(situation);
  const selector = kakurenbo({ hidden: 0.5 })(regression);
  const lossOf: LossOf = (index) => 10 + index;
  await play(selector, situation, { steps: 10, lossOf });
  const batches = await play(selector, situation, { steps: 5, lossOf });
  expect(ascending(batches.flatMap(({ indices }) => [...indices]))).toEqual(
    Array.from({ length: 50 }, (_, i) => 50 + i),
  );
});

it('scales the learning rate by 1 / (1 - F) from the second pass on', async () => {
  const passes = await playPasses(2, byIndex, { options: { hidden: 0.2 } });
  expect(new Set(passes[0]!.scales)).toEqual(new Set([undefined]));
  expect(new Set(passes[1]!.scales)).toEqual(new Set([1 / (1 - 0.2)]));
});

it('hides 1, 0.8, 0.6 and 0.4 of it as the run goes on, over its epochs or those given', async () => {
  // Four passes come to epochs 0, 1, 1.8 and 2.64 of training.
  const counts = async (...args: Parameters<typeof playPasses>) =>
    (await playPasses(...args)).map((pass) => hiddenIn(pass).length);
  expect(await counts(4, byIndex, { options: { hidden: 0.2 } })).toEqual([0, 20, 20, 20]);
  expect(await counts(4, byIndex, { options: { hidden: 0.2 }, more: { epochs: 3 } })).toEqual([0, 16, 12, 8]);
  expect(await counts(4, byIndex, { options: { hidden: 0.2, epochs: 9 }, more: { epochs: 3 } })).toEqual([
    0, 20, 20, 20,
  ]);
});

it('trains samples whose loss was never a number', async () => {
  const passes = await playPasses(3, (index) => (index < 5 ? NaN : 0), { options: { hidden: 0.9 } });
  expect(passes.map(hiddenIn).map(({ length }) => length)).toEqual([0, 90, 90]);
  for (const { trained } of passes) expect(trained).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
});

it('refuses to hide everything', () => {
  expect(() => kakurenbo({ hidden: 1 })).toThrow('kakurenbo: hidden must be at least 0 and below 1, got 1.');
});
