import { squaredError } from 'choosy/losses';
import { meanAbsoluteError, rootMeanSquaredError } from 'choosy/metrics';
import { adam } from 'choosy/optimizers';
import type { Dataset } from 'choosy/training';
import { splitSmall } from '../../../src/tasks/small-splits.js';
import type { BenchTask } from '../bench-task.js';
import { regressionNetwork } from '../regression-network.js';
import { readCsv } from './package-data.js';

/**
 * The usual temperature in Seattle at 8,759 hours of a year, by the hour, the day, the pressure of the air and the wind
 * ("seattle-weather-hourly-normals" of vega-datasets).
 */
export const temperatures: BenchTask = {
  name: 'temperatures',
  summary: 'temperature at 8,759 hours of a year by six features, with a feed-forward network',
  load: async ({ seed }) => splitSmall(dataset(), { heldOut: 0.15, seed }),
  model: regressionNetwork,
  loss: squaredError(),
  metrics: [rootMeanSquaredError(), meanAbsoluteError()],
  optimizer: (learningRate) => adam({ learningRate }),
  // Search: 0.01 and 128 had the goal at 3 of 3 seeds, soonest.
  defaults: { batchSize: 128, learningRate: 0.01, epochs: 20, evaluateEvery: 1500 },
  search: {
    learningRates: [0.001, 0.003, 0.01, 0.03],
    batchSizes: [32, 64, 128],
    goal: 0.5,
    epochs: 40,
    seeds: [101, 102, 103],
  },
};

function dataset(): Dataset {
  const hours = readCsv<'date' | 'pressure' | 'temperature' | 'wind'>(
    'vega-datasets',
    'seattle-weather-hourly-normals.csv',
  );
  return {
    name: 'temperatures',
    sampleShape: [6],
    features: Float32Array.from(
      hours.flatMap(({ date, pressure, wind }) => {
        const at = new Date(`${date}Z`);
        const day = (at.getTime() - Date.UTC(at.getUTCFullYear(), 0)) / 86_400_000 / 365;
        return [...circle(at.getUTCHours() / 24), ...circle(day), Number(pressure), Number(wind)];
      }),
    ),
    labels: Float32Array.from(hours, ({ temperature }) => Number(temperature)),
  };
}

/** A place on a circle, so that the end of a day or a year is next to its beginning. */
const circle = (part: number) => [Math.cos(2 * Math.PI * part), Math.sin(2 * Math.PI * part)];
