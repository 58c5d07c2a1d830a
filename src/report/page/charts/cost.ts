import type { Cost, TaskReport } from '../../report-data.js';
import { axisStyle, type Drawing, gridStyle, namesWidth } from '../drawing.js';
import { shownMethods, type View } from '../view.js';

type Part = keyof Pick<Cost, 'selection' | 'scoring' | 'steps' | 'evaluation' | 'setup'>;

const training = ['steps', 'scoring', 'selection'] as const satisfies Part[];
const apart = ['evaluation', 'setup'] as const satisfies Part[];

/** Where the seconds of a run went. */
export function drawCost(task: TaskReport, view: View): Drawing {
  const { theme } = view;
  const methods = shownMethods(task, view);
  const names = methods.map(({ method }) => method);
  const colors: Record<Part, string> = {
    steps: theme.neutral,
    scoring: theme.ramp[1]!,
    selection: theme.ramp[2]!,
    evaluation: theme.mutedText,
    setup: theme.line,
  };
  const parts = [...training, ...apart];
  const labels: Record<Part, string> = {
    ...{ steps: 'steps', scoring: 'scoring', selection: 'selection' },
    ...{ evaluation: 'evaluation (not counted)', setup: 'set-up (not counted)' },
  };
  return {
    title: 'Where the time of a run went',
    note:
      'Mean over seeds. The upper bar of a method is what counts as training; the thin one below it is what does not. A run ' +
      'ends when it has reached its targets, so a faster method also has shorter bars.',
    table: {
      columns: [
        'method',
        ...parts.map((part) => `${labels[part]}, seconds`),
        'epochs trained',
        'epochs scored',
      ],
      rows: methods.map(({ method, cost }) => [
        method,
        ...parts.map((part) => cost[part]),
        cost.epochs,
        cost.scoredEpochs,
      ]),
    },
    legend: parts.map((part) => ({ name: labels[part], color: colors[part], shape: 'box' })),
    height: () => 42 * names.length + 54,
    option: ({ width, top }) => {
      const left = namesWidth(names, width) + 16;
      return {
        grid: { ...gridStyle, left, right: 20, top: top + 4, height: 42 * names.length },
        xAxis: { ...axisStyle(theme), type: 'value', name: 'seconds, mean', nameGap: 28 },
        yAxis: {
          ...axisStyle(theme),
          type: 'category',
          inverse: true,
          data: names.map((_, i) => String(i)),
          splitLine: { show: false },
          axisLabel: {
            ...{
              color: theme.text,
              fontSize: 12,
              lineHeight: 14,
              interval: 0,
              width: left - 16,
              overflow: 'break',
            },
            formatter: (_: string, row: number) => names[row]!,
          },
        },
        series: parts.map((part) => {
          const isTraining = (training as readonly Part[]).includes(part);
          return {
            ...{ type: 'bar', name: labels[part], stack: isTraining ? 'training' : 'apart', silent: true },
            barWidth: isTraining ? 14 : 5,
            barGap: '20%',
            itemStyle: { color: colors[part] },
            data: methods.map(({ cost }) => cost[part]),
          };
        }),
      };
    },
  };
}
