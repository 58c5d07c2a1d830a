import { type CompareResult, type Goal, type OverallResult, unitOf } from 'choosy/benchmark';
import { rankMethods } from '../../src/report/ranking.js';

/** Methods from best to worst, and what came of each on each task, up to the final target of a goal. */
export interface Grid {
  readonly tasks: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly method: string;
  readonly overall: OverallResult;
  /** One for each task. */
  readonly cells: readonly Cell[];
}

/** How many times better than the baseline; or fewer than half of the runs got there, or there are none to compare. */
export type Cell =
  | {
      readonly ratio: number;
      /** Some runs did not get there: they count with their budget. */
      readonly isBound: boolean;
    }
  | 'never'
  | 'not run';

export function gridOf(result: CompareResult, goal: Goal): Grid {
  const tasks = result.goals.filter((of) => of.goal === goal && of.level === 'final');
  return {
    tasks: tasks.map(({ task }) => task),
    rows: rankMethods(result, goal, 'final').map((overall) => ({
      method: overall.method,
      overall,
      cells: tasks.map(({ methods }): Cell => {
        const found = methods.find(({ method }) => method === overall.method);
        if (!found?.comparison) return 'not run';
        if (found.censored > found.runs / 2) return 'never';
        const { [unitOf(goal)]: of, boundedPairs } = found.comparison;
        return { ratio: of.ratio, isBound: boundedPairs > 0 };
      }),
    })),
  };
}
