import { axisStyle, type Drawing, gridStyle } from '../drawing.js';
import { formatNumber, plural } from '../format.js';
import { methodLegend, shownIn, type View } from '../view.js';

/** Performance profiles (Dolan and Moré 2002): how often each method is nearly the best. */
export function drawProfile(view: View): Drawing | undefined {
  const { data, state, theme } = view;
  const profile = data.comparison.profiles.find(
    ({ goal, level }) => goal === state.goal && level === state.level,
  );
  if (!profile) return undefined;
  const methods = shownIn(profile.methods, view);
  if (methods.length === 0) return undefined;
  const unit = state.goal === 'loss' ? 'epochs' : 'seconds';
  return {
    title: 'How often each method is nearly the best',
    note:
      `Share of ${plural(profile.problems, 'run')} (a task and a seed) in which a method reached the ${state.level} target in at ` +
      `most so many times the ${unit} of the best method there: higher is better, at the left it is the best itself. Over all ` +
      'tasks, whichever are shown.',
    table: {
      columns: ['method', `times the best's ${unit}`, 'share of runs', 'score'],
      rows: methods.flatMap(({ method, points, score }) =>
        points.map(([tau, share]) => [method, tau, share, score]),
      ),
    },
    legend: methodLegend(view, methods),
    height: (width) => (width < 480 ? 260 : 320),
    option: ({ top }) => ({
      grid: { ...gridStyle, left: 52, right: 20, top: top + 12, bottom: 46 },
      xAxis: {
        ...axisStyle(theme),
        type: 'log',
        min: 1,
        max: profile.end,
        name: `times the best's ${unit}`,
        nameGap: 28,
        splitLine: { show: false },
        axisLabel: {
          ...axisStyle(theme).axisLabel,
          customValues: ticksUpTo(profile.end),
          formatter: (value: number) => formatNumber(value),
        },
      },
      yAxis: {
        ...axisStyle(theme),
        ...{ type: 'value', min: 0, max: 1, name: 'share of runs', nameGap: 38 },
      },
      series: methods.map(({ method, points }) => {
        const { color, dash } = view.styleOf(method);
        const last = points.at(-1)!;
        return {
          ...{ type: 'line', name: method, step: 'end', showSymbol: false, silent: true },
          itemStyle: { color },
          lineStyle: { color, width: 2, type: dash },
          data: [...points, [profile.end, last[1]]].map(([tau, share]) => [tau, share]),
        };
      }),
    }),
  };
}

const ticksUpTo = (end: number): number[] =>
  (end > 20 ? [1, 2, 5, 10, 20, 50, 100, 1000] : [1, 1.5, 2, 3, 4, 6, 8, 12, 16]).filter(
    (value) => value <= end,
  );
