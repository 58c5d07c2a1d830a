import { adam, dense, sequential, train, type TrainOptions } from 'choosy';
import { expect, it } from 'vitest';
import { ascending, type LossOf, play, samplesOf } from '../../../test/support/play-selector.js';
import { denseToy, measurements } from '../../../test/support/toy.js';
import { irreducibleLosses } from './irreducible-losses.js';
import { rhoLoss } from './rho-loss.js';

const situation = { size: 44, batchSize: 4, classes: 2, seed: 1 };
const irreducible = Float32Array.from({ length: 44 }, (_, i) => Math.cos(i));
const lossOf: LossOf = (sample, step) => Math.sin(3 * sample + step);

it('trains the samples of each pool whose loss is furthest above their irreducible loss', async () => {
  const scored: number[][] = [];
  const selector = rhoLoss({ irreducible, pool: 3 })(samplesOf(situation));
  for (let step = 0; step < 8; step++) {
    const { indices, weights } = await selector.select({
      ...{ step, epoch: 0, learningRate: 1 },
      score: (samples) => {
        scored.push([...samples]);
        const loss = Float32Array.from(samples, (sample) => lossOf(sample, step));
        return Promise.resolve({ loss, gradientNorm: loss });
      },
    });
    const pool = scored[step]!;
    const reducible = (sample: number) => lossOf(sample, step) - irreducible[sample]!;
    const best = pool.toSorted((a, b) => reducible(b) - reducible(a)).slice(0, 4);
    expect(ascending([...indices])).toEqual(ascending(best));
    expect(weights).toBeUndefined();
  }
  // Three pools a pass; the eight samples that are left are no pool.
  expect(new Set(scored.slice(0, 3).flat()).size).toBe(36);
  for (const { length } of scored) expect(length).toBe(12);
});

it('asks a function for the losses once, at the first batch, and not again after a resumption', async () => {
  let calls = 0;
  const find = () => Promise.resolve((calls++, irreducible));
  const samples = [samplesOf(situation), samplesOf(situation)] as const;
  const selector = rhoLoss({ irreducible: find })(samples[0]);
  expect(calls).toBe(0);
  const played = await play(selector, situation, { steps: 3, lossOf });
  expect(calls).toBe(1);
  const resumed = rhoLoss({ irreducible: find })(samples[1]);
  for (const [name, value] of Object.entries(selector.state!)) {
    const current = resumed.state![name];
    if (ArrayBuffer.isView(current)) current.set(value as Uint32Array);
    else resumed.state![name] = value;
  }
  samples[1].rng.state = samples[0].rng.state;
  const rest = await play(resumed, situation, { steps: 5, lossOf, after: played });
  expect(calls).toBe(1);
  const whole = await play(rhoLoss({ irreducible })(samplesOf(situation)), situation, { steps: 8, lossOf });
  expect([...played, ...rest]).toEqual(whole);
});

it('trains samples without a finite loss only where there are no others', async () => {
  const odd: LossOf = (sample) => (sample % 3 === 0 ? Infinity : sample % 3 === 1 ? NaN : -5);
  const batches = await play(rhoLoss({ irreducible, pool: 4 })(samplesOf(situation)), situation, {
    steps: 40,
    lossOf: odd,
  });
  const trained = batches.flatMap(({ indices }) => [...indices]);
  expect(trained.filter((sample) => sample % 3 === 2).length).toBeGreaterThan(0.9 * trained.length);
});

it('refuses losses that are none, too few, or not finite, in words', async () => {
  const create = (values: Float32Array) => () => rhoLoss({ irreducible: values })(samplesOf(situation));
  expect(create(new Float32Array(3))).toThrow(
    'rhoLoss: irreducible must be a Float32Array with a loss for each of the 44 samples of the training set, got 3 of them.',
  );
  expect(create([1] as unknown as Float32Array)).toThrow('got something else.');
  expect(create(irreducible.with(7, NaN))).toThrow(
    'rhoLoss: irreducible must be finite losses, got NaN for sample 7; train the reference model so that it does not diverge.',
  );
  const late = rhoLoss({ irreducible: () => Promise.resolve(new Float32Array(3)) })(samplesOf(situation));
  await expect(play(late, situation, { steps: 1 })).rejects.toThrow('got 3 of them');
});

it('trains a reference model on a holdout, within the run and on its bill', async () => {
  const { model, dataset: trainingSet, loss } = denseToy();
  const holdout = { ...measurements(300, 2), name: 'holdout' };
  const small = sequential([dense(3)], { inputShape: [4] });
  const reference = { model: small, loss, optimizer: adam({ learningRate: 0.05 }), stop: { epochs: 20 } };
  const find = irreducibleLosses({ ...reference, holdout, trainingSet });
  const losses = await find();
  expect(losses.length).toBe(24);
  expect(await find(), 'the same for the same seed').toEqual(losses);
  // Far below the ln 3 of a model that knows nothing: the holdout has taught it something.
  expect(losses.reduce((a, b) => a + b) / 24).toBeLessThan(0.8);

  const run: Omit<TrainOptions, 'selector'> = {
    ...{ model, trainingSet, loss, optimizer: adam(), batchSize: 2, stop: { epochs: 1 } },
  };
  const found = await train({ ...run, selector: rhoLoss({ irreducible: find }) });
  const given = await train({ ...run, selector: rhoLoss({ irreducible: losses }) });
  expect(found.weights).toEqual(given.weights);
  expect(found.cost.seconds.selection).toBeGreaterThan(given.cost.seconds.selection);
});
