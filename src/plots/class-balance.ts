import type { TaskData } from '../tasks/index.js';
import { type Dataset, datasetSize } from '../training/index.js';
import { axisStyle, drawChart, gridStyle, namesAxis, type Picture } from './chart.js';
import { formatCount } from '../core/format.js';

const ROW = 30;
const LEFT = 130;
const PANEL = 190;
const GAP = 15;

/** How many samples of each class there are in each part of a data set, as bars. */
export function classBalance({ trainingSet, validationSet, testSet }: TaskData, title: string): Picture {
  const parts = [
    { name: 'training', dataset: trainingSet },
    { name: 'validation', dataset: validationSet },
    { name: 'test', dataset: testSet },
  ];
  const classNames = trainingSet.classNames ?? [];
  const height = ROW * classNames.length + 45;
  const frame = {
    title: `${title}: samples of each class`,
    subtitle: ['In each of the three parts; every panel has a scale of its own.'],
    height,
  };
  return {
    name: 'class-balance',
    draw: (theme) =>
      drawChart(frame, theme, (top) => ({
        grid: parts.map((_, i) => ({
          ...gridStyle,
          left: LEFT + i * (PANEL + GAP),
          width: PANEL,
          top: top + 30,
          bottom: 15,
        })),
        xAxis: parts.map(({ name, dataset }, i) => ({
          ...axisStyle(theme),
          gridIndex: i,
          type: 'value',
          name: `${name}: ${formatCount(datasetSize(dataset))} samples`,
          position: 'top',
          nameGap: 10,
          axisLine: { show: false },
          axisTick: { show: false },
          axisLabel: { show: false },
          splitLine: { show: false },
          // Room for the number at the longest bar.
          max: 1.35 * Math.max(...countClasses(dataset)),
        })),
        yAxis: parts.map((_, i) => ({
          ...namesAxis(theme, classNames, LEFT - 30),
          gridIndex: i,
          ...(i > 0 && { axisLabel: { show: false } }),
        })),
        series: parts.map(({ dataset }, i) => ({
          type: 'bar',
          xAxisIndex: i,
          yAxisIndex: i,
          barWidth: '65%',
          itemStyle: { color: theme.neutral },
          label: {
            show: true,
            position: 'right',
            color: theme.text,
            fontSize: 12,
            formatter: ({ value }: { value: unknown }) => formatCount(value as number),
          },
          data: countClasses(dataset),
        })),
      })),
  };
}

function countClasses({ labels, classNames = [] }: Dataset): number[] {
  const counts = classNames.map(() => 0);
  for (const label of labels) counts[label]!++;
  return counts;
}
