import { sizeOf } from '../core/shape.js';
import { type Dataset, datasetSize } from '../training/index.js';
import { axisStyle, drawChart, gridStyle, namesAxis, type Picture } from './chart.js';
import { formatValue } from './format.js';

export interface FeatureDistributionsOptions {
  readonly title: string;
  readonly featureNames: readonly string[];
  /** Unit of all features; each in its own if absent. */
  readonly unit?: string;
  /** Lines that follow those of the picture itself. */
  readonly notes?: readonly string[];
}

const ROW = 24;
const LEFT = 165;
const PANEL = 220;
/** Between the panels, for the ranges of the features. */
const GAP = 120;

/**
 * Box plots of each feature, raw and standardized, side by side.
 *
 * The raw features have one axis in common, since that is how they come to a network: the large ones flatten the
 * others. Their ranges stand beside them as numbers.
 */
export function featureDistributions(
  { raw, standardized }: { readonly raw: Dataset; readonly standardized: Dataset },
  { title, featureNames, unit, notes = [] }: FeatureDistributionsOptions,
): Picture {
  const panels = [
    { columns: columnsOf(raw), name: unit ? `raw value (${unit})` : 'raw value (each in its own unit)' },
    { columns: columnsOf(standardized), name: 'standardized (in standard deviations)' },
  ];
  const ranges = panels[0]!.columns.map(
    (values) => `${formatValue(Math.min(...values))} to ${formatValue(Math.max(...values))}`,
  );
  const frame = {
    title: `${title}: features before and after standardization`,
    subtitle: [
      'Training samples. Box: quartiles, line: median, whiskers: up to 1.5 boxes away, dots: beyond that.',
      'Left: all on one axis, as a network would get them; beside it the range of each as numbers.',
      ...notes,
    ],
    height: ROW * featureNames.length + 75,
  };
  return {
    name: 'feature-distributions',
    draw: (theme) =>
      drawChart(frame, theme, (top) => ({
        dataset: panels.flatMap(({ columns }, i) => [
          { source: columns },
          { fromDatasetIndex: 3 * i, transform: { type: 'boxplot' } },
          { fromDatasetIndex: 3 * i + 1, fromTransformResult: 1 },
        ]),
        grid: panels.map((_, i) => ({
          ...gridStyle,
          left: LEFT + i * (PANEL + GAP),
          width: PANEL,
          top,
          bottom: 60,
        })),
        xAxis: panels.map(({ name }, i) => ({
          ...axisStyle(theme),
          gridIndex: i,
          type: 'value',
          name,
          nameGap: 30,
          splitNumber: 3,
          scale: true,
        })),
        yAxis: [
          { ...namesAxis(theme, featureNames, LEFT - 20), gridIndex: 0 },
          { ...namesAxis(theme, ranges, GAP - 15), gridIndex: 1 },
        ],
        series: panels.flatMap((_, i) => [
          {
            type: 'boxplot' as const,
            datasetIndex: 3 * i + 1,
            encode: { x: ['Low', 'Q1', 'Q2', 'Q3', 'High'], y: 'ItemName' },
            itemStyle: { color: theme.background, borderColor: theme.neutral, borderWidth: 1.5 },
            boxWidth: [4, 14] as [number, number],
            xAxisIndex: i,
            yAxisIndex: i,
          },
          {
            type: 'scatter' as const,
            datasetIndex: 3 * i + 2,
            encode: { x: 1, y: 0 },
            symbolSize: 4,
            itemStyle: { color: theme.neutral, opacity: 0.6 },
            xAxisIndex: i,
            yAxisIndex: i,
          },
        ]),
      })),
  };
}

/** The values of each feature. */
function columnsOf(dataset: Dataset): number[][] {
  const width = sizeOf(dataset.sampleShape);
  const size = datasetSize(dataset);
  return Array.from({ length: width }, (_, j) =>
    Array.from({ length: size }, (_, i) => dataset.features[i * width + j]!),
  );
}
