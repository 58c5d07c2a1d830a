import type { TaskData } from '../tasks/index.js';
import { axisStyle, drawChart, gridStyle, legendStyle, type Picture } from './chart.js';

export interface TargetHistogramOptions {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** What the target is, with its unit. */
  readonly target: string;
  readonly binWidth: number;
}

/** How often each value of a regression's target occurs, in all three parts, as stacked bars. */
export function targetHistogram(
  { trainingSet, validationSet, testSet }: TaskData,
  { title, subtitle, target, binWidth }: TargetHistogramOptions,
): Picture {
  const parts = [
    { name: 'training', labels: trainingSet.labels },
    { name: 'validation', labels: validationSet.labels },
    { name: 'test', labels: testSet.labels },
  ];
  const labels = parts.flatMap((part) => [...part.labels]);
  const first = Math.floor(Math.min(...labels) / binWidth);
  // The last bin includes its upper end, so that the highest value gets none of its own.
  const binCount = Math.max(1, Math.ceil(Math.max(...labels) / binWidth) - first);
  const binOf = (value: number) => Math.min(Math.floor(value / binWidth) - first, binCount - 1);
  const counts = parts.map((part) => {
    const bins = new Array<number>(binCount).fill(0);
    for (const label of part.labels) bins[binOf(label)]!++;
    return bins;
  });
  return {
    name: 'target-distribution',
    draw: (theme) =>
      drawChart({ title, subtitle, height: 350 }, theme, (top) => ({
        color: theme.classColors.slice(0, 3),
        grid: { ...gridStyle, left: 70, right: 30, top: top + 30, bottom: 55 },
        legend: { ...legendStyle(theme), top: top - 2, left: 65, itemGap: 20 },
        xAxis: [
          // Bars stand between the ticks of a scale of numbers, which an axis of categories does not have.
          { type: 'category', show: false, data: counts[0]!.map((_, bin) => String(bin)) },
          {
            ...axisStyle(theme),
            type: 'value',
            position: 'bottom',
            name: target,
            nameGap: 30,
            min: first * binWidth,
            max: (first + binCount) * binWidth,
            splitLine: { show: false },
          },
        ],
        yAxis: { ...axisStyle(theme), type: 'value', name: 'samples', nameGap: 40 },
        series: [
          ...parts.map(({ name }, i) => ({
            type: 'bar' as const,
            name,
            stack: 'all',
            barCategoryGap: '12%',
            data: counts[i]!,
          })),
          // An axis is drawn only if a series is on it.
          { type: 'scatter', xAxisIndex: 1, data: [] },
        ],
      })),
  };
}
