import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readJson } from './package-data.js';

const quantities = ['Cylinders', 'Displacement', 'Horsepower', 'Weight_in_lbs', 'Acceleration'] as const;
const origins = ['USA', 'Europe', 'Japan'];
/** With the year. */
const featureCount = quantities.length + 1 + origins.length;

type Car = Readonly<Record<(typeof quantities)[number] | 'Miles_per_Gallon', number | null>> & {
  /** January 1st. */
  readonly Year: string;
  readonly Origin: string;
};

/**
 * Miles per gallon of 392 cars of the years 1970 to 1982 (Auto MPG of the StatLib archive, distributed in 1982 for
 * educational and scientific purposes; Quinlan 1993, "Combining instance-based and model-based learning"). Cars of which
 * something is not known are left out.
 */
export const fuelEconomy: BenchTask = {
  name: 'fuel-economy',
  summary: 'miles per gallon of cars by 9 features, 392 samples, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.003 and 32 had the goal at 3 of 3 seeds, about as soon as 0.03 and 64, with less noise.
  defaults: { batchSize: 32, learningRate: 0.003, epochs: 20, evaluateEvery: 68 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [16, 32, 64],
    goal: 3.5,
    epochs: 40,
    seeds: [101, 102, 103],
  },
};

function dataset(): Dataset {
  const cars = readJson<Car[]>('vega-datasets', 'cars.json').filter((car) =>
    [...quantities, 'Miles_per_Gallon' as const].every((name) => car[name] !== null),
  );
  const features = cars.flatMap((car) => [
    ...quantities.map((name) => car[name]!),
    Number(car.Year.slice(0, 4)),
    ...origins.map((origin) => Number(car.Origin === origin)),
  ]);
  return {
    name: 'fuel-economy',
    sampleShape: [featureCount],
    features: Float32Array.from(features),
    labels: Float32Array.from(cars, (car) => car.Miles_per_Gallon!),
  };
}
