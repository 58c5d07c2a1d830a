import type { BenchTask } from '../bench-task.js';
import { birdStrikes } from './bird-strikes.js';
import { earthquakes } from './earthquakes.js';
import { firstNames } from './first-names.js';
import { flightDistances } from './flight-distances.js';
import { fuelEconomy } from './fuel-economy.js';
import { inhabitants } from './inhabitants.js';
import { lifeExpectancy } from './life-expectancy.js';
import { filmCertificates, filmRatings } from './movies.js';
import { occupations } from './occupations.js';
import { penguins } from './penguins.js';
import { precipitation } from './precipitation.js';
import { temperatures } from './temperatures.js';
import { unemployment } from './unemployment.js';
import { volcano } from './volcano.js';
import { weather } from './weather.js';
import { winds } from './winds.js';
import { zipCodes } from './zip-codes.js';

/**
 * Small tasks with real data, from npm packages. Nobody may tune a selector on them; all they are for is to judge one.
 * Once results on them have led to a change, they are not held out any more, and others have to take their place.
 */
export const heldOutTasks: readonly BenchTask[] = [
  penguins,
  fuelEconomy,
  weather,
  zipCodes,
  firstNames,
  lifeExpectancy,
  birdStrikes,
  volcano,
  earthquakes,
  winds,
  filmRatings,
  filmCertificates,
  temperatures,
  precipitation,
  flightDistances,
  occupations,
  unemployment,
  inhabitants,
];
