import { PCA } from 'ml-pca';
import { sizeOf } from '../core/shape.js';
import { sum } from '../core/sum.js';
import { type Dataset, datasetSize } from '../training/index.js';
import { axisStyle, drawChart, FONT, gridStyle, legendStyle, type Picture, WIDTH } from './chart.js';
import { formatPercent, formatValue } from './format.js';
import { classMark, type Theme } from './theme.js';

export interface ProjectionOptions {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** For regression: what the colours mean, with its unit. */
  readonly target?: string;
}

/** Where the legend begins, in pixels from the left. */
const LEGEND = 625;

/** Samples in the plane of their two first principal components, coloured by class, or by a regression's target. */
export function projection(dataset: Dataset, { title, subtitle, target }: ProjectionOptions): Picture {
  const { points, shares } = project(dataset);
  const axisName = (which: string, share: number) =>
    `${which} principal component (${formatPercent(share)} of the variance)`;
  return {
    name: 'projection',
    draw: (theme) =>
      drawChart({ title, subtitle, height: 540 }, theme, (top) => ({
        grid: { ...gridStyle, left: 75, right: WIDTH - LEGEND + 15, top, bottom: 55 },
        xAxis: {
          ...axisStyle(theme),
          type: 'value',
          name: axisName('first', shares[0]),
          nameGap: 30,
          scale: true,
        },
        yAxis: {
          ...axisStyle(theme),
          type: 'value',
          name: axisName('second', shares[1]),
          nameGap: 48,
          scale: true,
        },
        ...(target === undefined
          ? byClass(dataset, points, theme, top)
          : byTarget(dataset, points, theme, top, target)),
      })),
  };
}

type Points = readonly (readonly [x: number, y: number])[];

/** Finds the two directions in which samples differ most, and where samples lie along them. */
function project(dataset: Dataset): { points: Points; shares: readonly [number, number] } {
  const width = sizeOf(dataset.sampleShape);
  const rows = Array.from({ length: datasetSize(dataset) }, (_, i) =>
    Array.from(dataset.features.subarray(i * width, (i + 1) * width)),
  );
  // Features that never change, such as the corners of images, tell nothing, and NIPALS starts from the first.
  const varies = rows[0]!.map((value, j) => rows.some((row) => row[j] !== value));
  const samples = rows.map((row) => row.filter((_, j) => varies[j]));
  // Of the 784 pixels of an image, all components would take 12 s. NIPALS computes the two that are drawn, but cannot
  // find the second one if the first feature lies along the first, as it may in a small table.
  const method = samples[0]!.length > 100 ? 'NIPALS' : 'SVD';
  const pca = new PCA(samples, { method, nCompNIPALS: 2 });
  const points = pca.predict(samples, { nComponents: 2 }).to2DArray() as unknown as Points;
  const total = sum(samples[0]!.map((_, j) => squaredDeviation(samples.map((sample) => sample[j]!))));
  const share = (axis: 0 | 1) => squaredDeviation(points.map((point) => point[axis])) / total;
  return { points, shares: [share(0), share(1)] };
}

/** Sum of the squared distances from the mean. */
function squaredDeviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2));
}

function byClass({ labels, classNames = [] }: Dataset, points: Points, theme: Theme, top: number) {
  return {
    color: [...theme.classColors],
    legend: {
      ...legendStyle(theme),
      orient: 'vertical' as const,
      align: 'left' as const,
      left: LEGEND,
      top,
      itemWidth: 14,
    },
    series: classNames.map((name, label) => ({
      type: 'scatter' as const,
      name,
      ...classMark(label, points.length > 1000 ? 6 : 9),
      itemStyle: { opacity: 1, borderColor: theme.background, borderWidth: 0.5 },
      data: points.filter((_, i) => labels[i] === label).map((point) => [...point]),
    })),
  };
}

function byTarget({ labels }: Dataset, points: Points, theme: Theme, top: number, target: string) {
  const [min, max] = [Math.min(...labels), Math.max(...labels)];
  return {
    graphic: {
      type: 'text' as const,
      left: LEGEND,
      top,
      style: {
        text: target,
        width: WIDTH - LEGEND - 10,
        overflow: 'break' as const,
        fill: theme.text,
        fontSize: 13,
        fontFamily: FONT,
      },
    },
    visualMap: {
      type: 'continuous' as const,
      dimension: 2,
      min,
      max,
      inRange: { color: [...theme.ramp] },
      left: LEGEND - 5,
      top: top + 50,
      itemHeight: 200,
      text: [formatValue(max), formatValue(min)],
      textStyle: { color: theme.text, fontSize: 12 },
    },
    series: [
      {
        type: 'scatter' as const,
        symbolSize: 9,
        itemStyle: { opacity: 1, borderColor: theme.background, borderWidth: 0.5 },
        data: points.map(([x, y], i) => [x, y, labels[i]!]),
      },
    ],
  };
}
