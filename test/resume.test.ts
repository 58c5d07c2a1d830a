import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accuracy,
  adam,
  dense,
  encodeWeights,
  exportOnnx,
  FileFormatError,
  highestLoss,
  type Metric,
  r2,
  randomShuffling,
  type SelectorFactory,
  selectors,
  sequential,
  sequentialOrder,
  sgd,
  train,
  type TrainOptions,
} from 'choosy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../src/core/safetensors.js';
import { killedRuns } from './support/killed-run.js';
import { denseToy, noisyToy, recurrentToy, regressionToy, type Toy, withoutTime } from './support/toy.js';

const options = ({ model, dataset, loss }: Toy, more: Partial<TrainOptions> = {}): TrainOptions => ({
  ...{ model, trainingSet: dataset, evaluationSet: dataset, loss, optimizer: adam(), seed: 2 },
  ...{ selector: randomShuffling(), batchSize: 5, evaluateEvery: 17, stop: { epochs: 4 } },
  ...more,
});

/** Trains until the given step, and gives the checkpoint that is then left. */
async function interrupt(run: TrainOptions, at: number): Promise<Uint8Array> {
  const stop = new AbortController();
  let saved: Uint8Array | undefined;
  const { stoppedBy, cost } = await train({
    ...run,
    signal: stop.signal,
    onStep: ({ step }) => step === at && stop.abort(),
    checkpoint: { save: async (bytes) => void (saved = bytes) },
  });
  expect(stoppedBy).toBe('interrupted');
  expect(cost.steps).toBe(at);
  return saved!;
}

/** A selector that keeps one value of every kind, and whose choices depend on all of them. */
const ofAllKinds: SelectorFactory = ({ size, batchSize, rng }) => {
  const state = {
    floats: new Float32Array(size).fill(NaN),
    doubles: new Float64Array(2).fill(-Infinity),
    integers: Int32Array.of(-7),
    counts: new Uint32Array(size),
    bytes: Uint8Array.of(255),
    lowest: Infinity,
    never: NaN,
    fraction: 0.1,
    turn: false,
    name: 'first "round"\n',
    none: null,
  };
  return {
    name: 'all-kinds',
    needs: ['margin', 'correct'],
    state,
    async select({ score }) {
      state.turn = !state.turn;
      state.fraction = (state.fraction * 7.3) % 1;
      state.name = `after ${state.lowest} ${state.never}`;
      const candidates = Uint32Array.from({ length: batchSize + 2 }, () => rng.integer(size));
      const { loss } = await score(candidates);
      const order = [...candidates.keys()].sort((a, b) => loss[b]! - loss[a]! || a - b);
      const extra = state.name.length + state.integers[0]! + state.counts[0]! + (state.none === null ? 1 : 0);
      const first = (extra + Math.floor(state.fraction * size) + size) % size;
      const rest = order.slice(0, state.turn ? batchSize - 1 : 1).map((place) => candidates[place]!);
      return { indices: Uint32Array.of(first, ...rest) };
    },
    observe({ indices, signals }) {
      indices.forEach((index, i) => {
        state.floats[index] = signals.margin![i]!;
        state.counts[index]!++;
        state.lowest = Math.min(state.lowest, signals.loss[i]!);
      });
      state.doubles[1] = Math.max(state.doubles[1]!, signals.gradientNorm[0]!);
      state.integers[0] = -indices.length;
    },
  };
};

describe('an interrupted run goes on as if nothing had been', () => {
  const factories: [string, SelectorFactory][] = [
    ...selectors.map(({ name, create }): [string, SelectorFactory] => [name, create()]),
    ['of the user', ofAllKinds],
  ];

  it.each(factories)('with the selector %s, wherever it was interrupted', async (_, selector) => {
    const run = options(denseToy(23), { selector, metrics: [accuracy()] });
    const whole = await train(run);
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: whole.cost.steps - 1 }), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (interruptions) => {
        let resume: Uint8Array | undefined;
        for (const at of interruptions.toSorted((a, b) => a - b))
          resume = await interrupt({ ...run, resume }, at);
        expect(withoutTime(await train({ ...run, resume }))).toEqual(withoutTime(whole));
      }),
      { seed: 3, numRuns: 5 },
    );
  });

  it.each([
    ['dropout and batch normalization', noisyToy(23), 1],
    ['dropout and batch normalization, two threads', noisyToy(23), 2],
    ['an LSTM', recurrentToy(23), 1],
    ['an LSTM, two threads', recurrentToy(23), 2],
  ] as const)('with %s', async (_, toy, threads) => {
    const run = options(toy, { threads, selector: highestLoss() });
    const whole = await train(run);
    for (const at of [1, 7, 12]) {
      const resumed = await train({ ...run, resume: await interrupt(run, at) });
      expect(withoutTime(resumed)).toEqual(withoutTime(whole));
    }
  });

  it('with patience, and measures that are not finite', async () => {
    const toy = regressionToy(20);
    // The share of no variance explained is -Infinity; the other one is made to be NaN and Infinity.
    const odd = (name: string, value: number): Metric => ({ ...r2(), name, summarize: () => value });
    const run = options(
      { ...toy, dataset: { ...toy.dataset, labels: new Float32Array(20).fill(0.25) } },
      {
        optimizer: sgd({ learningRate: 1.2 }),
        metrics: [r2(), odd('nan', NaN), odd('infinite', Infinity)],
        stop: { patience: 3 },
        evaluateEvery: 7,
      },
    );
    const whole = await train(run);
    expect(whole.stoppedBy).toBe('patience');
    expect(whole.history.evaluations[0]!.metrics).toEqual({ r2: -Infinity, nan: NaN, infinite: Infinity });
    for (let at = 1; at < whole.cost.steps; at++) {
      const resumed = await train({ ...run, resume: await interrupt(run, at) });
      expect(withoutTime(resumed)).toEqual(withoutTime(whole));
    }
  });

  it('and a finished one can be prolonged', async () => {
    const run = options(denseToy(20), { evaluateEvery: 20 });
    let saved: Uint8Array | undefined;
    const checkpoint = { save: async (bytes: Uint8Array) => void (saved = bytes) };
    await train({ ...run, stop: { epochs: 2 }, checkpoint });
    const prolonged = await train({ ...run, resume: saved });
    expect(withoutTime(prolonged)).toEqual(withoutTime(await train(run)));
    const again = await train({ ...run, stop: { epochs: 2 }, resume: saved });
    expect(again.cost.steps).toBe(8);
    expect(again.stoppedBy).toBe('epochs');
  });

  it('adds up the seconds of its parts', async () => {
    const run = options(denseToy(20));
    const saved = await interrupt(run, 3);
    const { cost } = await train({ ...run, resume: saved, stop: { epochs: 0.01 } });
    const first = JSON.parse(decodeSafetensors(saved, 'saved').metadata['progress']!) as {
      cost: typeof cost;
    };
    expect(cost.steps).toBe(3);
    expect(cost.seconds.setup).toBeGreaterThan(first.cost.seconds.setup);
    expect(cost.seconds.steps).toBe(first.cost.seconds.steps);
  });
});

describe('a killed process', () => {
  it.each([
    ['a noisy convolutional network', 'noisy'],
    ['padded sequences', 'padded'],
  ] as const)('leaves a checkpoint from which another one goes on, bit for bit, with %s', async (_, name) => {
    const killedRun = killedRuns[name];
    const folder = await mkdtemp(join(tmpdir(), 'choosy-'));
    try {
      const path = join(folder, 'run.checkpoint');
      const program = new URL('support/killed-run.ts', import.meta.url).pathname;
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', '--conditions=choosy-source', program, name, path],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
      // Killed at some moment after 20 steps, while it trains or writes.
      for await (const text of child.stdout.setEncoding('utf8')) {
        if ((text as string).split('\n').some((line) => Number(line) >= 20)) break;
      }
      child.kill('SIGKILL');
      expect(await ended).toBe('SIGKILL');

      const saved = await readFile(path);
      const { cost } = await train({ ...killedRun, stop: { epochs: 0.01 }, resume: saved });
      expect(cost.steps).toBeGreaterThanOrEqual(19);
      const stop = { epochs: (cost.samples.trained + 100) / 60 };
      const resumed = await train({ ...killedRun, stop, resume: saved });
      expect(withoutTime(resumed)).toEqual(withoutTime(await train({ ...killedRun, stop })));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a checkpoint that cannot be used', () => {
  const toy = denseToy(20);
  const run = options(toy, { selector: highestLoss(), optimizer: adam({ learningRate: 0.01 }) });
  const saved = interrupt(run, 5);

  /** The message of the FileFormatError that resuming ends in; any other error fails the test. */
  async function refusal(resume: Uint8Array, more: Partial<TrainOptions> = {}): Promise<string> {
    const error: unknown = await train({ ...run, ...more, resume }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileFormatError);
    const { message, partialResult } = error as FileFormatError;
    expect(message).toMatch(/^[A-Z][^\n]*[^.]\.$/);
    expect(partialResult).toBeUndefined();
    return message;
  }

  it('because it is cut off', async () => {
    const bytes = await saved;
    expect(await refusal(bytes.subarray(0, 5))).toMatchInlineSnapshot(
      `"The checkpoint is not a sound safetensors file (it has only 5 bytes); use another copy of it."`,
    );
    expect(await refusal(bytes.subarray(0, 100))).toMatchInlineSnapshot(
      `"The checkpoint is not a sound safetensors file (its header is longer than the file); use another copy of it."`,
    );
    expect(await refusal(bytes.subarray(0, bytes.length - 1))).toMatchInlineSnapshot(
      `"The checkpoint is not a sound safetensors file (the tensor "selector/position" does not lie in the file); use another copy of it."`,
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
        await refusal(bytes.subarray(0, length));
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('because it is something else', async () => {
    const { model } = toy;
    const weights = model.initialize(1);
    expect(await refusal(encodeWeights(model, weights))).toMatchInlineSnapshot(
      `"The file is not a checkpoint of this version of Choosy; give one that it wrote, or start anew."`,
    );
    expect(await refusal(exportOnnx({ model, weights }))).toMatchInlineSnapshot(
      `"The checkpoint is not a sound safetensors file (its header is longer than the file); use another copy of it."`,
    );
    expect(await refusal(new TextEncoder().encode('{"not": "a checkpoint"}'))).toMatchInlineSnapshot(
      `"The checkpoint is not a sound safetensors file (its header is longer than the file); use another copy of it."`,
    );
    expect(await refusal(new Uint8Array(0))).toMatchInlineSnapshot(
      `"The checkpoint is not a sound safetensors file (it has only 0 bytes); use another copy of it."`,
    );
  });

  it('because it belongs to another run', async () => {
    const bytes = await saved;
    expect(await refusal(bytes, { seed: 3 })).toMatchInlineSnapshot(
      `"The checkpoint belongs to a run with seed 2, but this run has 3; resume with the same options, or start anew without it."`,
    );
    expect(await refusal(bytes, { batchSize: 6 })).toMatchInlineSnapshot(
      `"The checkpoint belongs to a run with batchSize 5, but this run has 6; resume with the same options, or start anew without it."`,
    );
    expect(await refusal(bytes, { selector: sequentialOrder() })).toMatchInlineSnapshot(
      `"The checkpoint belongs to a run with selector "highest-loss", but this run has "sequential"; resume with the same options, or start anew without it."`,
    );
    expect(await refusal(bytes, { optimizer: sgd() })).toMatchInlineSnapshot(
      `"The checkpoint belongs to a run with optimizer "adam", but this run has "sgd"; resume with the same options, or start anew without it."`,
    );
    expect(await refusal(bytes, { trainingSet: denseToy(21).dataset })).toMatchInlineSnapshot(
      `"The checkpoint belongs to a run with datasetSize 20, but this run has 21; resume with the same options, or start anew without it."`,
    );
    const model = sequential([dense(5), dense(3)], { inputShape: [4] });
    expect(await refusal(bytes, { model })).toMatchInlineSnapshot(
      `"The checkpoint belongs to a run with layers "dense/kernel [4,6]; dense/bias [6]; dense_1/kernel [6,3]; dense_1/bias [3]", but this run has "dense/kernel [4,5]; dense/bias [5]; dense_1/kernel [5,3]; dense_1/bias [3]"; resume with the same options, or start anew without it."`,
    );
  });

  it('because something in it is broken', async () => {
    const { tensors, metadata } = decodeSafetensors(await saved, 'saved');
    const broken = (
      change: Record<string, string | undefined>,
      other: Record<string, (typeof tensors)[string] | undefined> = {},
    ) => {
      const kept = <T>(all: Record<string, T | undefined>) =>
        Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<
          string,
          T
        >;
      return refusal(
        encodeSafetensors({
          tensors: kept({ ...tensors, ...other }),
          metadata: kept({ ...metadata, ...change }),
        }),
      );
    };
    for (const name of ['identity', 'progress', 'selectorWords', 'rng']) {
      for (const text of [undefined, '', '{', 'null', '[]', '7', '{"step":-1}']) {
        expect(await broken({ [name]: text })).toMatch(name === 'identity' ? /checkpoint/ : `"${name}"`);
      }
    }
    expect(await broken({ choosyCheckpoint: '1' })).toMatchInlineSnapshot(
      `"The file is not a checkpoint of this version of Choosy; give one that it wrote, or start anew."`,
    );
    const progress = JSON.parse(metadata['progress']!) as Record<string, unknown>;
    for (const key of Object.keys(progress)) {
      await broken({ progress: JSON.stringify({ ...progress, [key]: undefined }) });
      await broken({ progress: JSON.stringify({ ...progress, [key]: 'much' }) });
    }
    const rng = JSON.parse(metadata['rng']!) as { seed: number; position: number[] };
    await broken({ rng: JSON.stringify({ ...rng, seed: rng.seed + 1 }) });
    await broken({ rng: JSON.stringify({ ...rng, position: [1, 2] }) });
    for (const [name, { data }] of Object.entries(tensors)) {
      expect(await broken({}, { [name]: undefined })).toContain(`"${name.replace(/^\w+\//, '')}"`);
      const [longer, otherType] = [new Float32Array(data.length + 1), new Int32Array(data.length)];
      await broken({}, { [name]: { shape: [longer.length], data: longer } });
      if (data.length > 1) await broken({}, { [name]: { shape: [otherType.length], data: otherType } });
    }
  });

  it('leaves everything of the caller as it was', async () => {
    const { tensors, metadata } = decodeSafetensors(await saved, 'saved');
    const bytes = encodeSafetensors({ tensors, metadata: { ...metadata, rng: '{}' } });
    const state = { lastLoss: new Float32Array(20).fill(7), round: new Uint32Array(20) };
    const selector: SelectorFactory = (samples) => ({ ...highestLoss()(samples), state });
    await refusal(bytes, { selector });
    expect(state).toEqual({ lastLoss: new Float32Array(20).fill(7), round: new Uint32Array(20) });
  });
});
