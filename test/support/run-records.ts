import type { RunRecord } from '../../src/benchmark/index.js';

/** The record of a run on iris that reached its targets, with what a test changes. */
export const runRecord = (changes: Partial<RunRecord> = {}): RunRecord => ({
  version: 2,
  task: 'iris',
  method: 'random-shuffling',
  selector: 'random-shuffling',
  seed: 1,
  hyperparameters: { batchSize: 10, learningRate: 0.03, decayEpochs: null, epochs: 10, evaluateEvery: 50 },
  targets: { metric: { early: 0.8, final: 0.9 }, loss: { early: 0.6, final: 0.5 } },
  until: 'final',
  threads: 1,
  environment: { choosy: '0.1.0', node: 'v20.19.0', onnxruntime: '1.30.0', processor: 'a processor' },
  started: '2026-01-01T00:00:00.000Z',
  metric: { name: 'accuracy', higherIsBetter: true },
  trainingSetSize: 100,
  evaluations: [
    [50, 0, 1, 5, 0.7, 0.7],
    [100, 0, 2, 10, 0.5, 0.9],
    [150, 0, 3, 15, 0.4, 0.95],
  ],
  cost: {
    seconds: { setup: 0.1, selection: 0, scoring: 0, steps: 3, evaluation: 0.2 },
    samples: { trained: 150, scored: 0 },
    steps: 15,
  },
  repeats: 1,
  stoppedBy: 'target',
  choices: {
    windows: [
      { until: 50, distinct: 50, first: 50, loss: 1, classes: [20, 15, 15] },
      { until: 150, distinct: 75, first: 50, loss: 0.6, classes: [30, 35, 35] },
    ],
    visits: [0, 50, 50],
    most: [
      [3, 2],
      [7, 2],
    ],
  },
  tests: [{ name: 'iris (test)', loss: 0.4, metrics: { accuracy: 0.94 } }],
  ...changes,
});

/** What a run that `runOf` builds is to be; a run that does not reach its targets ends with its budget. */
export interface RunOf extends Partial<
  Pick<RunRecord, 'task' | 'method' | 'seed' | 'until' | 'commit' | 'environment'>
> {
  /** When accuracy and loss reach their final targets; undefined: never. */
  readonly seconds?: number | undefined;
  readonly epochs?: number;
  /** Samples scored for each one trained. */
  readonly scored?: number;
}

/**
 * A run that reaches the early targets halfway to the final ones, and all exactly at an evaluation, so that times are
 * exact. The budget is 10 epochs; a run that never gets there takes 20 seconds for it.
 */
export function runOf({ seconds, epochs = 1, scored = 0, ...changes }: RunOf): RunRecord {
  const gets = seconds !== undefined;
  const [time, passes] = gets ? [seconds, epochs] : [20, 10];
  const at = (share: number, loss: number, metric: number): RunRecord['evaluations'][number] => {
    const trained = Math.round(share * passes * 100);
    return [trained, scored * trained, share * time, Math.round(trained / 5), loss, metric];
  };
  const method = changes.method ?? 'random-shuffling';
  return runRecord({
    selector: method,
    hyperparameters: { batchSize: 5, learningRate: 0.03, decayEpochs: null, epochs: 10, evaluateEvery: 25 },
    evaluations: gets
      ? [at(0.25, 0.7, 0.7), at(0.5, 0.6, 0.8), at(0.75, 0.55, 0.85), at(1, 0.5, 0.9), at(1.25, 0.4, 0.95)]
      : [at(0.25, 0.9, 0.6), at(0.5, 0.8, 0.7), at(1, 0.7, 0.75)],
    cost: {
      seconds: { setup: 0.1, selection: 0, scoring: 0, steps: (gets ? 1.25 : 1) * time, evaluation: 0.2 },
      samples: {
        trained: (gets ? 1.25 : 1) * passes * 100,
        scored: (gets ? 1.25 : 1) * passes * 100 * scored,
      },
      steps: Math.round((gets ? 1.25 : 1) * passes * 20),
    },
    stoppedBy: gets ? 'target' : 'epochs',
    ...changes,
  });
}
