import type { RunRecord } from '../../../src/benchmark/index.js';
import { Rng } from '../../../src/core/rng.js';
import { runRecord } from '../../support/run-records.js';

// Records as a report needs them, made up: none of their numbers was measured.

export interface SyntheticTask {
  readonly name: string;
  /** Of the training set. */
  readonly size: number;
  /** 0: regression. */
  readonly classes: number;
  /** Seconds of an epoch of random shuffling. */
  readonly pace: number;
}

export interface SyntheticMethod {
  readonly name: string;
  /** How many times fewer epochs than random shuffling it needs. */
  readonly speed: number;
  /** How many times more seconds an epoch takes, and which part of it is selection and scoring. */
  readonly effort: number;
  readonly selection: number;
  readonly scoring: number;
  /** How uneven its choice is: 0 visits all samples alike. */
  readonly greed: number;
}

export const syntheticTasks: readonly SyntheticTask[] = [
  { name: 'mnist', size: 54_000, classes: 10, pace: 6 },
  { name: 'boston', size: 354, classes: 0, pace: 0.01 },
  { name: 'iris', size: 90, classes: 3, pace: 0.004 },
  { name: 'spirals', size: 2000, classes: 2, pace: 0.02 },
];

export const syntheticMethods: readonly SyntheticMethod[] = [
  { name: 'random-shuffling', speed: 1, effort: 1, selection: 0.001, scoring: 0, greed: 0 },
  { name: 'random-shuffling, again', speed: 1, effort: 1, selection: 0.001, scoring: 0, greed: 0 },
  { name: 'highest-loss', speed: 1.5, effort: 1.12, selection: 0.05, scoring: 0.06, greed: 1.2 },
  { name: 'random-subsets:share=0.37', speed: 1.03, effort: 1, selection: 0.01, scoring: 0, greed: 0.1 },
  { name: 'random-shuffling, rate → 0', speed: 1.2, effort: 1, selection: 0.001, scoring: 0, greed: 0 },
  { name: 'with-replacement', speed: 0.8, effort: 1, selection: 0.02, scoring: 0, greed: 0.3 },
];

export const syntheticRecords = (
  tasks: readonly SyntheticTask[],
  methods: readonly SyntheticMethod[],
  seeds: number,
): RunRecord[] =>
  tasks.flatMap((task) =>
    methods.flatMap((method) =>
      Array.from({ length: seeds }, (_, seed) => syntheticRecord(task, method, seed + 1)),
    ),
  );

const EPOCHS = 15;
const EVALUATIONS_OF_AN_EPOCH = 2;

function syntheticRecord(task: SyntheticTask, method: SyntheticMethod, seed: number): RunRecord {
  const rng = new Rng(seed).fork(`${task.name} ${method.name}`);
  const regression = task.classes === 0;
  const targets = regression
    ? { metric: { early: 4.5, final: 3.6 }, loss: { early: 20, final: 13 } }
    : { metric: { early: 0.85, final: 0.93 }, loss: { early: 0.5, final: 0.3 } };
  const speed =
    method.speed *
    Math.exp(0.2 * rng.normal()) *
    Math.exp(0.15 * new Rng(task.size).fork(method.name.replace(', again', '')).normal());
  const pace = task.pace * method.effort * Math.exp(0.05 * rng.normal());
  const evaluations: RunRecord['evaluations'] = [];
  const windows: RunRecord['choices']['windows'] = [];
  let hits = 0;
  let stoppedBy: RunRecord['stoppedBy'] = 'epochs';
  for (let i = 1; i <= EPOCHS * EVALUATIONS_OF_AN_EPOCH; i++) {
    const epoch = i / EVALUATIONS_OF_AN_EPOCH;
    const trained = Math.round(epoch * task.size);
    const progress = 1 - Math.exp((-epoch * speed) / 3.2);
    const noise = 0.012 * rng.normal();
    const metric = regression ? 9 - 5.8 * (progress + noise) : Math.min(1, 0.3 + 0.66 * (progress + noise));
    const loss = regression ? metric ** 2 : 1.6 - 1.42 * (progress + noise);
    evaluations.push([trained, Math.round(method.scoring * 3 * trained), pace * epoch, i * 10, loss, metric]);
    const window = trained - (windows.at(-1)?.until ?? 0);
    const distinct = Math.round(window * Math.max(0.2, 1 - 0.25 * method.greed * progress));
    const first = Math.round(
      epoch <= 1 ? distinct * (1 - 0.2 * method.greed) : (0.1 * method.greed * distinct) / epoch,
    );
    const weights = Array.from(
      { length: task.classes },
      (_, c) => 1 + 0.3 * method.greed * progress * (c % 3) + 0.05 * rng.uniform(),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    const classes = weights.map((weight) => Math.round((window * weight) / total));
    windows.push({ until: trained, distinct, first, loss: loss * (1 + 0.5 * method.greed), classes });
    const there = regression
      ? metric <= targets.metric.final && loss <= targets.loss.final
      : metric >= targets.metric.final && loss <= targets.loss.final;
    hits = there ? hits + 1 : 0;
    if (hits === 2) {
      stoppedBy = 'target';
      break;
    }
  }
  const [trained, scored, seconds, steps] = evaluations.at(-1)!;
  const counts = visitsOf(task.size, trained, method.greed, rng);
  const visits: number[] = [];
  for (const count of counts) {
    while (visits.length <= Math.min(count, 63)) visits.push(0);
    visits[Math.min(count, 63)]!++;
  }
  const most = [...counts.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 24);
  return runRecord({
    ...{ task: task.name, method: method.name, selector: method.name, seed, targets, evaluations, stoppedBy },
    hyperparameters: {
      ...{ batchSize: 32, learningRate: 0.003, decayEpochs: null, epochs: EPOCHS },
      evaluateEvery: Math.round(task.size / EVALUATIONS_OF_AN_EPOCH),
    },
    environment: {
      choosy: '0.1.0',
      node: 'v20.19.0',
      onnxruntime: '1.30.0',
      processor: 'Synthetic, nothing was measured',
    },
    started: new Date(Date.UTC(2026, 0, 1, 0, 0, seed)).toISOString(),
    commit: 'synthetic',
    metric: regression
      ? { name: 'rootMeanSquaredError', higherIsBetter: false }
      : { name: 'accuracy', higherIsBetter: true },
    trainingSetSize: task.size,
    cost: {
      seconds: {
        setup: 0.02,
        selection: seconds * method.selection,
        scoring: seconds * method.scoring,
        steps: seconds * (1 - method.selection - method.scoring),
        evaluation: 0.2 * seconds,
      },
      samples: { trained, scored },
      steps,
    },
    choices: { windows, visits, most, ...(task.size <= 2000 && { counts }) },
    tests: [
      {
        name: `${task.name} (test)`,
        loss: evaluations.at(-1)![4],
        metrics: { [regression ? 'rootMeanSquaredError' : 'accuracy']: evaluations.at(-1)![5] },
      },
    ],
  });
}

/** Visits of up to 2,000 samples, which stand for all. */
function visitsOf(size: number, trained: number, greed: number, rng: Rng): number[] {
  const weights = Array.from({ length: Math.min(size, 2000) }, () => Math.exp(greed * rng.normal()));
  const total = weights.reduce((a, b) => a + b, 0) * (size / weights.length);
  return weights.map((weight) => Math.round((trained * weight) / total));
}
