import { axisStyle, type Drawing, gridStyle } from '../drawing.js';
import { plural } from '../format.js';
import { shownIn, type View } from '../view.js';
import { rowHeight, rowsLeft, rowsRight, rowsSeries, type RatioRow } from './ratio-rows.js';

/** How many times cheaper each method was than the baseline, on all tasks and on each, with intervals. */
export function drawRatios(view: View): Drawing | undefined {
  const { data, state, theme } = view;
  const groups = groupsOf(view);
  const rows = groups.flatMap(({ name, rows }) => [{ name }, ...rows]);
  const ratios = groups.flatMap(({ rows }) => rows.map(({ ratio }) => ratio));
  if (ratios.length === 0) return undefined;
  const [low, high] = extentOf(ratios);
  const ticks = ticksIn(low, high).map(Math.log);
  return {
    title: `${state.axis === 'seconds' ? 'How many times faster' : 'How many times fewer epochs'} than ${data.comparison.baseline}`,
    note:
      `To the ${state.level} target of ${state.goal === 'loss' ? 'the loss' : 'the metric'}, in ${state.axis}: right of 1 is ` +
      'better. Geometric mean over seeds with its 95 % interval; a hollow mark is a bound, since some runs never got there.',
    table: {
      columns: [
        'tasks',
        'method',
        `ratio in ${state.axis}`,
        'low (95 %)',
        'high (95 %)',
        'pairs',
        'pairs that are bounds',
      ],
      rows: groups.flatMap(({ name, rows }) =>
        rows.map(({ method, ratio, pairs, bounds }) => [
          ...[name, method, ratio.ratio, ratio.low, ratio.high],
          ...[pairs, bounds],
        ]),
      ),
    },
    legend: [],
    height: (width) => rows.length * rowHeight(width) + 60,
    option: ({ width, top, margin }) => ({
      grid: {
        ...gridStyle,
        ...{
          left: margin + rowsLeft(width),
          right: rowsRight(width),
          top: top + 8,
          height: rows.length * rowHeight(width),
        },
      },
      xAxis: {
        ...axisStyle(theme),
        ...{ type: 'value', min: Math.log(low), max: Math.log(high), nameGap: 28 },
        name: state.axis === 'seconds' ? 'times faster' : 'times fewer epochs',
        axisLabel: {
          ...axisStyle(theme).axisLabel,
          customValues: ticks,
          formatter: (value: number) => String(Number(Math.exp(value).toPrecision(2))),
        },
        axisTick: { show: false, customValues: ticks },
      },
      yAxis: { type: 'value', min: 0, max: rows.length, inverse: true, show: false },
      series: [
        {
          ...{ type: 'line', data: [], z: 1 },
          markLine: {
            ...{ symbol: 'none', silent: true, animation: false, z: 1 },
            lineStyle: { color: theme.mutedText, type: 'solid', width: 1.5 },
            label: { show: false },
            data: [{ xAxis: 0 }],
          },
        },
        rowsSeries(view, rows, { width, margin, low, high }),
      ],
    }),
  };
}

interface Group {
  readonly name: string;
  readonly rows: readonly Required<RatioRow>[];
}

/** All tasks, where there are several, and each task that is shown. */
function groupsOf(view: View): Group[] {
  const { data, state } = view;
  const isMeant = (of: { goal: string; level: string }) => of.goal === state.goal && of.level === state.level;
  const goals = data.comparison.goals.filter(isMeant);
  const overall = shownIn(data.comparison.overall.filter(isMeant), view);
  const all: Group = {
    name: `all ${goals.length} tasks`,
    rows: overall.map(({ method, ...of }) => {
      const results = goals.flatMap(({ methods }) => methods.filter((one) => one.method === method));
      const total = (key: 'pairs' | 'boundedPairs') =>
        results.reduce((sum, { comparison }) => sum + (comparison?.[key] ?? 0), 0);
      return {
        name: of.tasks < goals.length ? `${method}, ${plural(of.tasks, 'task')}` : method,
        ...{ method, ratio: of[state.axis], isOverall: true },
        ...{ pairs: total('pairs'), bounds: total('boundedPairs') },
      };
    }),
  };
  const tasks = goals
    .filter(({ task }) => !state.hiddenTasks.has(task))
    .map(({ task, methods }): Group => ({
      name: task,
      rows: shownIn(methods, view).flatMap(({ method, comparison: of }) =>
        of
          ? [
              {
                ...{ name: method, method, ratio: of[state.axis], isOverall: false },
                ...{ pairs: of.pairs, bounds: of.boundedPairs },
              },
            ]
          : [],
      ),
    }));
  return [...(goals.length > 1 ? [all] : []), ...tasks];
}

/** From a little left of all intervals and of 1 to a little right of them; 1,000 times is where it ends. */
function extentOf(ratios: readonly RatioRow['ratio'][]): [number, number] {
  const low = Math.max(1e-3, Math.min(0.8, ...ratios.map((of) => of!.low)));
  const high = Math.min(1e3, Math.max(1.25, ...ratios.map((of) => of!.high)));
  return [low / 1.06, high * 1.06];
}

/** Round numbers within an extent, not too many. */
function ticksIn(low: number, high: number): number[] {
  const decades = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
  const choices = [[1, 1.1, 1.2, 1.4, 1.6, 2, 3, 5, 7, 8, 9], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1]].map(
    (digits) =>
      decades
        .flatMap((decade) => digits.map((digit) => digit * decade))
        .filter((value) => value >= low && value <= high),
  );
  return choices.find(({ length }) => length <= 9) ?? choices.at(-1)!;
}
