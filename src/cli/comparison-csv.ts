import { stringify } from 'csv-stringify/sync';
import type { Comparison, CompareResult, GoalResult, MethodResult, Ratio, Unit } from '../benchmark/index.js';

/** All numbers of a comparison on each task, as comma-separated values: a row for each goal, level and method. */
export function comparisonCsv({ goals }: CompareResult): string {
  const rows = goals.flatMap((goal) => goal.methods.map((method) => rowOf(goal, method)));
  return stringify(rows, { header: true, eof: false });
}

type Row = Readonly<Record<string, string | number | null | undefined>>;

const units = [
  'seconds',
  'epochs',
  'scoredEpochs',
  'equivalentEpochs',
  'passes',
  'steps',
] as const satisfies readonly Unit[];

/** Every row has the same names; what is not known is undefined. */
function rowOf({ methods: _, ...goal }: GoalResult, method: MethodResult): Row {
  const { medians, secondsInterval: [low, high] = [], comparison: c } = method;
  return {
    ...{ task: goal.task, goal: goal.goal, level: goal.level, metric: goal.metric, target: goal.value },
    ...{ method: method.method, runs: method.runs, missed: method.censored },
    ...Object.fromEntries(units.map((unit) => [`median ${unit}`, medians[unit]])),
    ...{ 'lower quartile seconds': low, 'upper quartile seconds': high },
    ...{ pairs: c?.pairs, 'bounded pairs': c?.boundedPairs },
    ...ratioOf('seconds', c),
    ...ratioOf('epochs', c),
    ...ratioOf('equivalentEpochs', c),
    ...{ p: c?.p, won: c?.wins, tied: c?.ties, lost: c?.losses },
  };
}

const ratioOf = (
  unit: 'seconds' | 'epochs' | 'equivalentEpochs',
  comparison: Comparison | undefined,
): Row => {
  const { ratio, low, high }: Partial<Ratio> = comparison?.[unit] ?? {};
  return { [`${unit} ratio`]: ratio, [`${unit} ratio low`]: low, [`${unit} ratio high`]: high };
};
