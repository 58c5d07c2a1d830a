import {
  type CommitComparison,
  type CompareResult,
  type Goal,
  type GoalResult,
  goals,
  type Level,
  levels,
  type MethodResult,
  type Profile,
  type Ratio,
  unitOf,
} from '../benchmark/index.js';
import { formatSeconds } from './format.js';

/** A table of a comparison, for a terminal or for Markdown. */
export interface Section {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly name: string;
  /** Of the widest content; 0 for the first column, which has what is left. */
  readonly width: number;
}

/** A text, or a ratio that is better the more it is above 1. */
export type Cell = string | Ratio;

/** All tables: for each task the time to accuracy, then the epochs to the loss; then those over all tasks. */
export const sectionsOf = (result: CompareResult): Section[] => [
  ...result.goals.map(goalSection),
  ...goals.flatMap((goal) => overallSection(goal, result)),
];

const method: Column = { name: 'method', width: 0 };
const ratio = (name: string): Column => ({ name: `${name} (95 %)`, width: 16 });

function goalSection(result: GoalResult): Section {
  const { task, goal, level, metric, value, methods } = result;
  // Numbers such as 0.000614 would neither fit nor be read.
  const unit = methods.every(({ medians: { seconds = 0 } }) => seconds < 0.1)
    ? { name: 'milliseconds', perSecond: 1000 }
    : { name: 'seconds', perSecond: 1 };
  const scores = methods.some(({ medians }) => (medians.scoredEpochs ?? 0) > 0);
  const spread: Column[] =
    goal === 'metric'
      ? [
          { name: 'median', width: 6 },
          { name: 'quartiles', width: 11 },
        ]
      : [{ name: 'epochs', width: 6 }, ...(scores ? [{ name: 'scored', width: 6 }] : [])];
  return {
    title: `${task}: ${goal === 'metric' ? unit.name : 'epochs'} to the ${level} target, ${metric} ${value}`,
    columns: [
      method,
      ...spread,
      ratio(goal === 'metric' ? 'faster' : 'fewer'),
      { name: 'p', width: 5 },
      { name: 'won-t-l', width: 7 },
      { name: 'missed', width: 6 },
    ],
    rows: methods.map((row) => {
      const { medians, runs, censored, comparison: c } = row;
      return [
        row.method,
        ...(goal === 'metric'
          ? [formatMedian(medians.seconds, unit.perSecond), formatQuartiles(row, unit.perSecond)]
          : [formatMedian(medians.epochs), ...(scores ? [formatMedian(medians.scoredEpochs)] : [])]),
        c ? (goal === 'metric' ? c.seconds : c.epochs) : '',
        c ? formatP(c.p) : '',
        c ? `${c.wins}-${c.ties}-${c.losses}` : '',
        `${censored}/${runs}`,
      ];
    }),
  };
}

function overallSection(goal: Goal, { baseline, overall, profiles }: CompareResult): Section[] {
  const ofGoal = overall.filter((result) => result.goal === goal);
  if (ofGoal.every(({ tasks }) => tasks < 2)) return [];
  const unit = unitOf(goal);
  const names = [baseline, ...new Set(ofGoal.map((result) => result.method))];
  return [
    {
      title:
        goal === 'metric'
          ? "All tasks: times faster to the metrics' targets"
          : "All tasks: times fewer epochs to the losses' targets",
      columns: [
        method,
        { name: 'tasks', width: 5 },
        ...levels.flatMap((level) => [ratio(level), { name: 'score', width: 5 }]),
      ],
      rows: names.map((name) => {
        const results = levels.map((level) =>
          ofGoal.find((result) => result.method === name && result.level === level),
        );
        const tasks = Math.max(...results.map((result) => result?.tasks ?? 0));
        return [
          name,
          name === baseline ? '' : String(tasks),
          ...levels.flatMap((level, i) => [
            results[i]?.[unit] ?? '',
            scoreOf(profiles, { name, goal, level }),
          ]),
        ];
      }),
    },
  ];
}

function scoreOf(
  profiles: readonly Profile[],
  { name, goal, level }: { readonly name: string; readonly goal: Goal; readonly level: Level },
): string {
  const profile = profiles.find((other) => other.goal === goal && other.level === level);
  return profile?.methods.find((other) => other.method === name)?.score.toFixed(2) ?? '';
}

/** What became faster or slower from one commit to the next; nothing without two commits of the same runs. */
export function commitSections(comparisons: readonly CommitComparison[]): Section[] {
  const between = new Map(
    comparisons.map(({ before, after }) => [JSON.stringify([before, after]), { before, after }]),
  );
  return [...between.values()].map(({ before, after }) => ({
    title: `Between commits: ${shortCommit(after)} against ${shortCommit(before)}, whole runs`,
    columns: [
      { name: 'task, method', width: 0 },
      { name: 'pairs', width: 5 },
      ratio('faster'),
      ratio('epochs'),
      { name: 'differ', width: 6 },
    ],
    rows: comparisons
      .filter((row) => row.before === before && row.after === after)
      .map((row) => [
        `${row.task}, ${row.method}`,
        String(row.pairs),
        row.seconds,
        row.epochs,
        `${row.differing}/${row.pairs}`,
      ]),
  }));
}

const shortCommit = (commit: string): string => commit.replace(/^([0-9a-f]{7})[0-9a-f]{33}/, '$1');

const formatMedian = (value: number | undefined, scale = 1): string =>
  value === undefined ? '-' : formatSeconds(scale * value);

function formatQuartiles({ secondsInterval }: MethodResult, scale: number): string {
  if (!secondsInterval) return '-';
  const [low, high] = secondsInterval.map((value) => (value === null ? '' : formatTwoDigits(scale * value)));
  return `${low}–${high}`;
}

const formatTwoDigits = (value: number): string =>
  value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)));

/** `1.23 (1.05–1.44)`. */
export function formatRatio({ ratio, low, high }: Ratio): string {
  const format = (value: number) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
  return `${format(ratio)} (${format(low)}–${format(high)})`;
}

/** Without the zero before the point, since p is never above 1. */
export const formatP = (p: number): string => (p < 0.001 ? '<.001' : p.toFixed(3).replace(/^0/, ''));
