import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readCsv } from './package-data.js';

/** What a strike is known by, and the values that are told apart; any other is none of them. */
const properties = {
  'Phase of flight': ['Approach', 'Climb', 'Take-off run', 'Landing Roll', 'Descent', 'Taxi', 'Parked'],
  'Wildlife Size': ['Small', 'Medium', 'Large'],
  'Time of day': ['Dawn', 'Day', 'Dusk', 'Night'],
  'Effect Amount of damage': ['None', 'Minor', 'Medium', 'Substantial'],
  'Aircraft Airline Operator': [
    'AMERICAN AIRLINES',
    'US AIRWAYS*',
    'DELTA AIR LINES',
    'SOUTHWEST AIRLINES',
    'MILITARY',
    'UNITED AIRLINES',
    'BUSINESS',
    'FEDEX EXPRESS',
  ],
} as const;
const names = Object.keys(properties) as (keyof typeof properties)[];
const featureCount = Object.values(properties).flat().length;

/**
 * How fast an aircraft flew, in knots, when it struck an animal: 7,164 strikes of the years 1990 to 2002 whose speed is
 * known (Wildlife Strike Database of the Federal Aviation Administration, a work of the U.S. Government).
 */
export const birdStrikes: BenchTask = {
  name: 'bird-strikes',
  summary: 'speed of aircraft that struck animals by 26 features, 7,164 samples, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.01 and 128 had the goal soonest, 0.003 and 128 about as soon, with less noise.
  defaults: { batchSize: 128, learningRate: 0.003, epochs: 4, evaluateEvery: 512 },
  search: {
    learningRates: [0.0003, 0.001, 0.003, 0.01],
    batchSizes: [32, 64, 128],
    goal: 33,
    epochs: 15,
    seeds: [101, 102, 103],
  },
};

function dataset(): Dataset {
  const speed = 'Speed IAS in knots';
  const strikes = readCsv<(typeof names)[number] | typeof speed>('vega-datasets', 'birdstrikes.csv').filter(
    (strike) => strike[speed] !== '',
  );
  return {
    name: 'bird-strikes',
    sampleShape: [featureCount],
    features: Float32Array.from(
      strikes.flatMap((strike) =>
        names.flatMap((name) => properties[name].map((value) => Number(strike[name] === value))),
      ),
    ),
    labels: Float32Array.from(strikes, (strike) => Number(strike[speed])),
  };
}
