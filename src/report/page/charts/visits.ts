import type { TaskReport } from '../../report-data.js';
import { axisStyle, type Drawing, planeGrid, planeHeight } from '../drawing.js';
import { methodLegend, shownMethods, type View } from '../view.js';

/** The last place that records have counts all samples that were trained at least so often. */
const LAST = 63;

/** How often samples were trained. */
export function drawVisits(task: TaskReport, view: View): Drawing {
  const { theme } = view;
  const methods = shownMethods(task, view);
  const longest = Math.max(...methods.map(({ visits }) => visits.length));
  return {
    title: 'How often each sample was trained',
    note:
      'Share of the training set that was trained so often by the end of a run, mean over seeds.' +
      (longest > LAST ? ` ${LAST} stands for ${LAST} times or more.` : ''),
    table: {
      columns: ['method', 'visits', 'share of samples'],
      rows: methods.flatMap(({ method, visits }) => visits.map((share, times) => [method, times, share])),
    },
    legend: methodLegend(view, methods),
    height: planeHeight,
    option: ({ top }) => ({
      grid: planeGrid(top),
      xAxis: {
        ...axisStyle(theme),
        ...{
          type: 'value',
          min: 0,
          max: Math.max(1, longest - 1),
          minInterval: 1,
          name: 'visits',
          nameGap: 28,
        },
        splitLine: { show: false },
      },
      yAxis: { ...axisStyle(theme), type: 'value', min: 0, name: 'share of samples', nameGap: 44 },
      series: methods.map(({ method, visits }) => {
        const { color, dash } = view.styleOf(method);
        return {
          ...{ type: 'line', name: method, step: 'middle', showSymbol: false, silent: true },
          itemStyle: { color },
          lineStyle: { color, width: 2, type: dash },
          // Down to the axis where it ends.
          data: [...visits, ...(visits.length < longest ? [0] : [])].map((share, times) => [times, share]),
        };
      }),
    }),
  };
}
