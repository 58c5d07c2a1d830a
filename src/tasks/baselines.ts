import type { TaskDefaults, Targets } from './task.js';

/** What was found for a task with random shuffling. */
interface Baseline {
  readonly defaults: TaskDefaults;
  readonly targets: Targets;
}

export const baselines = {
  'fashion-mnist': {
    defaults: { batchSize: 32, learningRate: 0.001, epochs: 12, evaluateEvery: 6_400 },
    targets: { early: 0.9, final: 0.91 },
  },
  mnist: {
    defaults: { batchSize: 32, learningRate: 0.001, epochs: 12, evaluateEvery: 6_400 },
    targets: { early: 0.985, final: 0.99 },
  },
  sentiment140: {
    defaults: { batchSize: 256, learningRate: 0.001, epochs: 2, evaluateEvery: 32_000 },
    targets: { early: 0.8, final: 0.82 },
  },
  'music-genre': {
    defaults: { batchSize: 128, learningRate: 0.003, epochs: 100, evaluateEvery: 700 },
    targets: { early: 0.6, final: 0.65 },
  },
  wine: {
    defaults: { batchSize: 16, learningRate: 0.03, epochs: 5, evaluateEvery: 21 },
    targets: { early: 0.95, final: 0.97 },
  },
  boston: {
    defaults: { batchSize: 64, learningRate: 0.003, epochs: 50, evaluateEvery: 354 },
    targets: { early: 4, final: 3.5 },
  },
  iris: {
    defaults: { batchSize: 16, learningRate: 0.03, epochs: 10, evaluateEvery: 18 },
    targets: { early: 0.9, final: 0.95 },
  },
  spirals: {
    defaults: { batchSize: 128, learningRate: 0.01, epochs: 60, evaluateEvery: 1_000 },
    targets: { early: 0.9, final: 0.99 },
  },
} as const satisfies Record<string, Baseline>;
