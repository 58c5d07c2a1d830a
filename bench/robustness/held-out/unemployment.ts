import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readJson } from './package-data.js';

/** Unemployment in fourteen industries of the United States from 2000 to early 2010 (Bureau of Labor Statistics; public domain). */
export const unemployment: BenchTask = {
  name: 'unemployment',
  summary: 'rate of unemployment by industry, year and month, 1,708 samples, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.01 and 128 had the goal at 3 of 3 seeds, soonest.
  defaults: { batchSize: 128, learningRate: 0.01, epochs: 40, evaluateEvery: 299 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128],
    goal: 1,
    epochs: 60,
    seeds: [101, 102, 103],
  },
};

interface Month {
  readonly series: string;
  readonly year: number;
  readonly month: number;
  /** Per cent. */
  readonly rate: number;
}

function dataset(): Dataset {
  const months = readJson<Month[]>('vega-datasets', 'unemployment-across-industries.json');
  const industries = [...new Set(months.map(({ series }) => series))];
  return {
    name: 'unemployment',
    sampleShape: [2 + industries.length],
    features: Float32Array.from(
      months.flatMap(({ series, year, month }) => [
        year,
        month,
        ...industries.map((each) => Number(each === series)),
      ]),
    ),
    labels: Float32Array.from(months, ({ rate }) => rate),
  };
}
