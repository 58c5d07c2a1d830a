import { type Level, type Outcome, outcomeOf, type RunRecord } from '../benchmark/index.js';
import type { Goal } from '../benchmark/time-to-target.js';
import { short } from './curve.js';
import type { Time, Times } from './report-data.js';

/** Dots of one method that are drawn at most. */
const DOTS = 200;

/** When each run reached a target, and what the others spent without reaching it. */
export function timesOf(runs: readonly RunRecord[], goal: Goal, level: Level): Times {
  const outcomes = runs.flatMap((run) => outcomeOf(run, goal, level) ?? []);
  const shown = evenly(outcomes, DOTS);
  return {
    runs: outcomes.length,
    reached: shown.flatMap(({ seed, reached }) => (reached ? [timeOf(seed, reached)] : [])),
    censored: shown.flatMap(({ seed, reached, budget }) => (reached ? [] : [timeOf(seed, budget)])),
  };
}

const timeOf = (seed: number, { seconds, epochs }: Outcome['budget']): Time => ({
  seed,
  seconds: short(seconds),
  epochs: short(epochs),
});

/** All values, or so many of them at even steps. */
const evenly = <T>(values: readonly T[], most: number): readonly T[] =>
  values.length <= most
    ? values
    : Array.from({ length: most }, (_, i) => values[Math.floor((i * values.length) / most)]!);
