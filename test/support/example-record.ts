import type { RunRecord } from '../../src/benchmark/index.js';

/** The record of a run that reached its target, with what a test changes. */
export const exampleRecord = (changes: Partial<RunRecord>): RunRecord => ({
  version: 1,
  task: 'iris',
  selector: 'random-shuffling',
  seed: 1,
  hyperparameters: { batchSize: 10, learningRate: 0.03, epochs: 10, evaluateEvery: 50 },
  targets: { early: 0.8, final: 0.9 },
  full: false,
  threads: 1,
  environment: { choosy: '0.1.0', node: 'v20.19.0', onnxruntime: '1.30.0', processor: 'a processor' },
  metric: { name: 'accuracy', higherIsBetter: true },
  trainingSetSize: 100,
  evaluations: [
    [50, 1, 5, 0.7, 0.7],
    [100, 2, 10, 0.5, 0.9],
    [150, 3, 15, 0.4, 0.95],
  ],
  cost: {
    seconds: { setup: 0.1, selection: 0, scoring: 0, steps: 3, evaluation: 0.2 },
    samples: { trained: 150, scored: 0 },
    steps: 15,
  },
  stoppedBy: 'target',
  tests: [{ name: 'iris (test)', loss: 0.4, metrics: { accuracy: 0.94 } }],
  ...changes,
});
