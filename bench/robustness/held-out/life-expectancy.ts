import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readJson } from './package-data.js';

/** Regions of the world, numbered from 0. */
const regions = 6;
/** Year, population and fertility, and the region. */
const featureCount = 3 + regions;

interface Country {
  readonly year: number;
  readonly cluster: number;
  readonly pop: number;
  /** Children per woman. */
  readonly fertility: number;
  /** Years at birth. */
  readonly life_expect: number;
}

/** Life expectancy in 62 countries, every five years from 1955 to 2005 (gapminder.org, CC BY 4.0). */
export const lifeExpectancy: BenchTask = {
  name: 'life-expectancy',
  summary:
    'life expectancy in countries by year, population, fertility and region, 682 samples, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.01 and 64 had the goal soonest, 0.003 and 64 about as soon, with less noise.
  defaults: { batchSize: 64, learningRate: 0.003, epochs: 20, evaluateEvery: 96 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [16, 32, 64],
    goal: 4.5,
    epochs: 60,
    seeds: [101, 102, 103],
  },
};

function dataset(): Dataset {
  const rows = readJson<Country[]>('vega-datasets', 'gapminder.json');
  return {
    name: 'life-expectancy',
    sampleShape: [featureCount],
    features: Float32Array.from(
      rows.flatMap(({ year, pop, fertility, cluster }) => [
        ...[year, Math.log(pop), fertility],
        ...Array.from({ length: regions }, (_, region) => Number(region === cluster)),
      ]),
    ),
    labels: Float32Array.from(rows, (row) => row.life_expect),
  };
}
