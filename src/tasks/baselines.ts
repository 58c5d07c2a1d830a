import type { TaskDefaults, Targets } from './task.js';

/**
 * What was found for a task with random shuffling, and with no other selector. `npm run tune` makes the
 * runs that it comes from, `results/search/NAME.jsonl` (batch size and learning rate) and
 * `results/baseline/NAME.jsonl` (targets), and test/baselines.test.ts holds this file to them.
 */
interface Baseline {
  readonly defaults: TaskDefaults;
  readonly targets: Targets;
  readonly lossTargets: Targets;
}

/** Hyper-parameters and targets of all tasks. */
export const baselines = {
  'fashion-mnist': {
    defaults: { batchSize: 64, learningRate: 0.001, epochs: 15, evaluateEvery: 6_400 },
    targets: { early: 0.8985, final: 0.9124 },
    lossTargets: { early: 0.2872, final: 0.2412 },
  },
  mnist: {
    defaults: { batchSize: 32, learningRate: 0.001, epochs: 12, evaluateEvery: 6_400 },
    targets: { early: 0.9859, final: 0.9897 },
    lossTargets: { early: 0.0461, final: 0.0345 },
  },
  sentiment140: {
    defaults: { batchSize: 256, learningRate: 0.004, epochs: 1, evaluateEvery: 32_000 },
    targets: { early: 0.8153, final: 0.8273 },
    lossTargets: { early: 0.4103, final: 0.3857 },
  },
  'music-genre': {
    defaults: { batchSize: 128, learningRate: 0.003, epochs: 100, evaluateEvery: 700 },
    targets: { early: 0.6493, final: 0.6552 },
    lossTargets: { early: 1.1391, final: 1.0586 },
  },
  wine: {
    defaults: { batchSize: 16, learningRate: 0.03, epochs: 5, evaluateEvery: 21 },
    targets: { early: 0.9514, final: 0.9653 },
    lossTargets: { early: 0.1487, final: 0.0783 },
  },
  boston: {
    defaults: { batchSize: 64, learningRate: 0.003, epochs: 50, evaluateEvery: 354 },
    targets: { early: 3.8034, final: 3.4771 },
    lossTargets: { early: 14.8348, final: 10.8053 },
  },
  iris: {
    defaults: { batchSize: 16, learningRate: 0.03, epochs: 10, evaluateEvery: 18 },
    targets: { early: 0.8869, final: 0.9193 },
    lossTargets: { early: 0.3057, final: 0.153 },
  },
  spirals: {
    defaults: { batchSize: 256, learningRate: 0.01, epochs: 80, evaluateEvery: 1_000 },
    targets: { early: 0.9722, final: 0.998 },
    lossTargets: { early: 0.0667, final: 0.0044 },
  },
} as const satisfies Record<string, Baseline>;
