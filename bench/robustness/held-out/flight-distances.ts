import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readCsv, readJson } from './package-data.js';

/** How far a flight in the United States goes, by where it starts and ends ("flights-20k" of vega-datasets). */
export const flightDistances: BenchTask = {
  name: 'flight-distances',
  summary: 'length of 2,977 flights by the positions of two airports, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.01 and 64 had the goal at 3 of 3 seeds, soonest, 0.01 and 128 about as soon, with less noise.
  defaults: { batchSize: 128, learningRate: 0.01, epochs: 20, evaluateEvery: 520 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128],
    goal: 0.5,
    epochs: 60,
    seeds: [101, 102, 103],
  },
};

interface Flight {
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

function dataset(): Dataset {
  const airports = new Map(
    readCsv<'iata' | 'latitude' | 'longitude'>('vega-datasets', 'airports.csv').map((airport) => [
      airport.iata,
      [Number(airport.latitude), Number(airport.longitude)],
    ]),
  );
  const flights = readJson<Flight[]>('vega-datasets', 'flights-20k.json');
  const routes = [...new Map(flights.map((each) => [`${each.origin} ${each.destination}`, each])).values()];
  return {
    name: 'flight-distances',
    sampleShape: [4],
    features: Float32Array.from(
      routes.flatMap(({ origin, destination }) => [...airports.get(origin)!, ...airports.get(destination)!]),
    ),
    // In hundreds of miles.
    labels: Float32Array.from(routes, ({ distance }) => distance / 100),
  };
}
