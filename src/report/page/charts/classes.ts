import type { TaskReport } from '../../report-data.js';
import { axisStyle, type Drawing, planeGrid, planeHeight } from '../drawing.js';
import { focusOf, type View } from '../view.js';

/** The share of each class among what a method chose, while training went on. */
export function drawClasses(task: TaskReport, view: View): Drawing | undefined {
  const { theme } = view;
  const focus = focusOf(task, view);
  const windows = focus?.shown?.classes ?? [];
  const count = windows[0]?.[1].length ?? 0;
  if (!focus || count === 0) return undefined;
  const names = Array.from({ length: count }, (_, i) => task.classNames[i] ?? `class ${i}`);
  const colorOf = (i: number) => theme.classColors[i % theme.classColors.length]!;
  return {
    title: `Which classes ${focus.method} chose`,
    note: `Share of each class among the samples trained between two evaluations; one run, seed ${task.seed}.`,
    table: {
      columns: ['epochs', ...names],
      rows: windows.map(([epochs, shares]) => [epochs, ...shares]),
    },
    legend: names.map((name, i) => ({ name, color: colorOf(i), shape: 'box' })),
    height: planeHeight,
    option: ({ top }) => ({
      grid: planeGrid(top),
      xAxis: {
        ...axisStyle(theme),
        type: 'value',
        scale: true,
        min: 'dataMin',
        max: 'dataMax',
        name: 'epochs',
        nameGap: 28,
        axisLabel: { ...axisStyle(theme).axisLabel, showMinLabel: false, showMaxLabel: false },
      },
      yAxis: { ...axisStyle(theme), type: 'value', min: 0, max: 1, name: 'share of the chosen', nameGap: 44 },
      series: names.map((name, i) => ({
        ...{ type: 'line', name, stack: 'classes', showSymbol: false, silent: true },
        itemStyle: { color: colorOf(i) },
        lineStyle: { color: theme.background, width: 1 },
        areaStyle: { color: colorOf(i), opacity: 0.8 },
        data: windows.map(([epochs, shares]) => [epochs, shares[i]!]),
      })),
    }),
  };
}
