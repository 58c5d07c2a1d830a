import type { ScatterSeriesOption } from 'echarts';
import type { TaskReport, Time } from '../../report-data.js';
import { axisStyle, type Drawing, gridStyle, namesWidth, rowsAxis } from '../drawing.js';
import { formatNumber } from '../format.js';
import { shownMethods, type View } from '../view.js';

/** Points to the right: at least so long. */
const ARROW = 'path://M-1 -1L1 0L-1 1Z';

/** When each run reached the target. */
export function drawTimes(task: TaskReport, view: View): Drawing {
  const { theme, state } = view;
  const { goal, level, axis } = state;
  const methods = shownMethods(task, view).filter(({ times }) => times[goal][level].runs > 0);
  const names = methods.map(({ method }) => method);
  const all = methods.flatMap(({ times }) => [...times[goal][level].reached, ...times[goal][level].censored]);
  const values = all.map((time) => time[axis]);
  const isWide = Math.max(...values) > 20 * Math.min(...values);
  const isThinned = methods.some(({ times }) => {
    const { runs, reached, censored } = times[goal][level];
    return runs > reached.length + censored.length;
  });
  return {
    title: `${axis === 'seconds' ? 'Seconds' : 'Epochs'} to the ${level} target, each run`,
    note:
      `A dot is a run that reached ${goal === 'loss' ? 'loss' : task.metric.name} ${formatNumber(task.targets[goal][level])}; a hollow arrow one that ` +
      'never did, at what its budget costs: it would have taken longer. The bar is the median over all of them.' +
      (isThinned ? ' Of methods with more than 200 runs, 200 are drawn.' : ''),
    table: {
      columns: ['method', 'seed', 'reached', 'seconds', 'epochs'],
      rows: methods.flatMap(({ method, times }) => [
        ...times[goal][level].reached.map((time) => [method, time.seed, 'yes', time.seconds, time.epochs]),
        ...times[goal][level].censored.map((time) => [method, time.seed, 'no', time.seconds, time.epochs]),
      ]),
    },
    legend: [],
    height: () => 38 * names.length + 54,
    option: ({ width, top }) => {
      const left = namesWidth(names, width) + 16;
      return {
        grid: { ...gridStyle, left, right: 20, top: top + 4, height: 38 * names.length },
        xAxis: {
          ...axisStyle(theme),
          ...(isWide ? { type: 'log' } : { type: 'value', scale: true }),
          ...{ name: axis === 'seconds' ? 'seconds of training' : 'epochs', nameGap: 28 },
        },
        yAxis: rowsAxis(theme, names, left - 16),
        tooltip: { trigger: 'item' },
        series: methods.flatMap(({ method, times }, row): ScatterSeriesOption[] => {
          const { reached, censored } = times[goal][level];
          const { color } = view.styleOf(method);
          const common = { type: 'scatter' as const, name: method, tooltip: { show: false } };
          const middle = medianOf(reached, censored, axis);
          return [
            {
              ...common,
              symbolSize: 7,
              itemStyle: { color, opacity: 0.75 },
              data: reached.map((time, i) => [time[axis], row + spread(i)]),
            },
            {
              ...common,
              ...{ symbol: ARROW, symbolSize: 8 },
              itemStyle: { color: theme.background, borderColor: color, borderWidth: 1.4 },
              data: censored.map((time, i) => [time[axis], row + spread(i)]),
            },
            {
              ...common,
              ...{ symbol: 'rect', symbolSize: [3, 26], z: 4 },
              itemStyle: { color: theme.text },
              data: middle === undefined ? [] : [[middle, row]],
            },
          ];
        }),
      };
    },
  };
}

/** So far from the middle of its row that neighbours seldom hide each other: fractions of the golden ratio. */
const spread = (i: number): number => 0.5 * (((i * 0.618) % 1) - 0.5);

/** Undefined if half of the runs never got there. */
function medianOf(reached: readonly Time[], censored: readonly Time[], axis: 'seconds' | 'epochs') {
  const values = [
    ...reached.map((time) => time[axis]).sort((a, b) => a - b),
    ...censored.map(() => Infinity),
  ];
  const [low, high] = [values[(values.length - 1) >> 1], values[values.length >> 1]];
  return low === undefined || high === undefined || high === Infinity ? undefined : (low + high) / 2;
}
