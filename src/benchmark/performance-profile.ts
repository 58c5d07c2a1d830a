import { sum } from '../core/sum.js';
import { observe, type Level, type Outcome } from './run-outcome.js';
import { unitOf } from './method-comparison.js';
import type { Goal } from './time-to-target.js';

/** How often each method is nearly the best one, by what nearly means. */
export interface Profile {
  readonly goal: Goal;
  readonly level: Level;
  /** Runs of a task and a seed that every method has made. */
  readonly problems: number;
  /** The axis of tau ends here: at 4, or at the largest ratio that there is. */
  readonly end: number;
  readonly methods: readonly MethodProfile[];
}

export interface MethodProfile {
  readonly method: string;
  /** Where the share rises, from tau = 1 on: [tau, share of the problems solved within tau times the best's cost]. */
  readonly points: readonly (readonly [tau: number, share: number])[];
  /** Mean share over tau from 1 to 4. */
  readonly score: number;
}

/** One problem: what came of each method, by its name. */
export type Problem = ReadonlyMap<string, Outcome>;

/** AlgoPerf's r_max. */
const SCORED_UP_TO = 4;

/**
 * Performance profiles (Dolan and Moré 2002): rho(tau) is the share of problems in which a method reached the target at
 * tau times the cost of the best method there, or less. The cost is that of `unitOf`. A run that did not reach the
 * target never counts.
 *
 * The score is AlgoPerf's ("Benchmark score using performance profiles" in its documentation; Dahl et al. 2023): the
 * integral of rho from 1 to 4, over 3. There, a problem is a task, with the median over seeds; here, a task and a seed.
 *
 * @param problems Each with all methods; at least one.
 */
export function profileOf(
  problems: readonly Problem[],
  methods: readonly string[],
  { goal, level }: { readonly goal: Goal; readonly level: Level },
): Profile {
  const costOf = (problem: Problem, method: string) =>
    observe(problem.get(method)!, unitOf(goal)).time ?? Infinity;
  const best = problems.map((problem) => Math.min(...methods.map((method) => costOf(problem, method))));
  const ratios = methods.map((method) =>
    problems
      .map((problem, i) => (costOf(problem, method) === best[i] ? 1 : costOf(problem, method) / best[i]!))
      // Where nobody reached the target, nobody is the best.
      .filter((ratio, i) => ratio < Infinity && best[i]! < Infinity)
      .sort((a, b) => a - b),
  );
  return {
    ...{ goal, level, problems: problems.length },
    end: ratios.flat().reduce((a, b) => Math.max(a, b), SCORED_UP_TO),
    methods: methods.map((method, i) => ({
      method,
      points: pointsOf(ratios[i]!, problems.length),
      score: scoreOf(ratios[i]!, problems.length),
    })),
  };
}

/** @param ratios In ascending order. */
function pointsOf(ratios: readonly number[], problems: number): MethodProfile['points'] {
  const shares = new Map([[1, 0]]);
  ratios.forEach((ratio, i) => shares.set(ratio, (i + 1) / problems));
  return [...shares];
}

/** Each problem adds to rho from its ratio on. */
function scoreOf(ratios: readonly number[], problems: number): number {
  const areas = ratios.map((ratio) => Math.max(0, SCORED_UP_TO - ratio));
  return sum(areas) / problems / (SCORED_UP_TO - 1);
}
