import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readJson } from './package-data.js';

/** How many people had an occupation in the United States in a year, men and women apart ("jobs" of vega-datasets). */
export const occupations: BenchTask = {
  name: 'occupations',
  summary: 'logarithm of 5,584 counts of people by occupation, sex and year, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.003 and 128 had the goal at 3 of 3 seeds, soonest.
  defaults: { batchSize: 128, learningRate: 0.003, epochs: 24, evaluateEvery: 976 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128],
    goal: 0.8,
    epochs: 60,
    seeds: [101, 102, 103],
  },
};

interface Count {
  readonly job: string;
  readonly sex: 'men' | 'women';
  readonly year: number;
  readonly count: number;
}

function dataset(): Dataset {
  const counts = readJson<Count[]>('vega-datasets', 'jobs.json').filter(({ count }) => count > 0);
  const jobs = [...new Set(counts.map(({ job }) => job))];
  return {
    name: 'occupations',
    sampleShape: [2 + jobs.length],
    features: Float32Array.from(
      counts.flatMap(({ job, sex, year }) => [
        year,
        Number(sex === 'women'),
        ...jobs.map((each) => Number(each === job)),
      ]),
    ),
    labels: Float32Array.from(counts, ({ count }) => Math.log(count)),
  };
}
