import type { TaskReport } from '../../report-data.js';
import { axisStyle, type Drawing, gridStyle } from '../drawing.js';
import { focusOf, type View } from '../view.js';

/** Points of a plane, coloured by how often they were trained. */
export function drawPoints(task: TaskReport, view: View): Drawing | undefined {
  const { theme } = view;
  const focus = focusOf(task, view);
  const counts = focus?.shown?.counts;
  if (!focus || !counts || task.samples.kind !== 'points') return undefined;
  const points = task.samples.points.map(([x, y, label], i) => [x, y, counts[i] ?? 0, label] as const);
  // Those trained most lie on top.
  const ordered = points.toSorted((a, b) => a[2] - b[2]);
  // A few samples with very many visits would leave all others the same colour.
  const most = Math.max(1, ordered[Math.floor(0.98 * (ordered.length - 1))]![2]);
  const extent = 1.05 * Math.max(...points.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y))));
  return {
    title: `Where ${focus.method} looked`,
    note: `The training set; the colour is how often a sample was trained; one run, seed ${task.seed}.`,
    table: {
      columns: ['x', 'y', 'visits', 'class'],
      rows: points.map(([x, y, visits, label]) => [x, y, visits, task.classNames[label] ?? label]),
    },
    legend: [],
    height: (width) => Math.min(width, 460) + 40,
    option: ({ width, top }) => {
      const side = Math.min(width, 460) - 70;
      const left = (width - side) / 2;
      const axis = {
        ...axisStyle(theme),
        ...{ type: 'value' as const, min: -extent, max: extent, splitLine: { show: false }, nameGap: 28 },
        axisLabel: { ...axisStyle(theme).axisLabel, showMinLabel: false, showMaxLabel: false },
      };
      return {
        grid: { ...gridStyle, left, width: side, top: top + 8, height: side },
        xAxis: { ...axis, name: 'x' },
        yAxis: { ...axis, name: 'y' },
        visualMap: {
          ...{
            type: 'continuous',
            dimension: 2,
            orient: 'horizontal',
            left: 'center',
            bottom: 0,
            calculable: false,
          },
          ...{ min: 0, max: most, itemWidth: 10, itemHeight: 140 },
          ...{ inRange: { color: [...theme.ramp] }, textStyle: { color: theme.mutedText, fontSize: 12 } },
          text: [`${most} visits or more`, '0'],
          hoverLink: false,
        },
        series: [
          {
            ...{ type: 'scatter', symbolSize: 5, silent: true },
            itemStyle: { opacity: 0.9 },
            data: ordered.map(([x, y, visits]) => [x, y, visits]),
          },
        ],
      };
    },
  };
}
