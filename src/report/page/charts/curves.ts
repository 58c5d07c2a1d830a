import type { CustomSeriesOption, LineSeriesOption } from 'echarts';
import type { Curve } from '../../report-data.js';
import { axisStyle, type Drawing, planeGrid, planeHeight } from '../drawing.js';
import { formatNumber } from '../format.js';
import { methodLegend, type View } from '../view.js';

export interface CurvesChart {
  readonly title: string;
  readonly note: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly MethodCurve[];
  /** Values that are drawn as dashed lines. */
  readonly targets?: readonly TargetLine[];
}

export interface TargetLine {
  readonly name: string;
  readonly value: number;
  /** Where its name lies, so that curves do not cross it. */
  readonly label: 'insideStartTop' | 'insideStartBottom' | 'insideEndTop' | 'insideEndBottom';
}

export interface MethodCurve {
  readonly method: string;
  /** Of the method; fewer may be under way at some place. */
  readonly runs: number;
  readonly curve: Curve;
}

/** Median of each method as a line, and its quartiles as a band; dotted where fewer than half of its runs go on. */
export function drawCurves(view: View, { title, note, x, y, curves, targets = [] }: CurvesChart): Drawing {
  const { theme } = view;
  return {
    ...{ title, note },
    table: {
      columns: ['method', x, `${y}, median`, 'lower quartile', 'upper quartile', 'runs under way'],
      rows: curves.flatMap(({ method, curve }) =>
        xsOf(curve).map((at, i) => [
          ...[method, at, curve.median[i]!, curve.low[i]!, curve.high[i]!],
          curve.runs[i]!,
        ]),
      ),
    },
    legend: methodLegend(view, curves),
    height: planeHeight,
    option: ({ top }) => ({
      grid: planeGrid(top),
      xAxis: {
        ...axisStyle(theme),
        type: 'value',
        scale: true,
        name: x,
        nameGap: 28,
        splitLine: { show: false },
      },
      yAxis: { ...axisStyle(theme), type: 'value', scale: true, name: y, nameGap: 44 },
      tooltip: { trigger: 'item' },
      series: [
        ...curves.flatMap(({ method, curve, runs }) => seriesOf(view, { method, curve, runs })),
        {
          type: 'line',
          data: [],
          markLine: {
            ...{ symbol: 'none', silent: true, animation: false },
            lineStyle: { color: theme.mutedText, type: 'dashed', width: 1 },
            data: targets.map(({ name, value, label: position }) => ({
              name: `${name} target ${formatNumber(value)}`,
              yAxis: value,
              label: { position, color: theme.mutedText, fontSize: 11, formatter: '{b}' },
            })),
          },
        },
      ],
    }),
  };
}

function seriesOf(
  view: View,
  { method, curve, runs }: MethodCurve,
): (LineSeriesOption | CustomSeriesOption)[] {
  const { color, dash } = view.styleOf(method);
  const xs = xsOf(curve);
  const isUnderWay = (i: number) => curve.runs[i]! >= runs / 2;
  const line = (isDrawn: (i: number) => boolean) =>
    xs.map((x, i) => [x, isDrawn(i) ? curve.median[i]! : null]);
  const common = {
    ...{ type: 'line' as const, name: method, showSymbol: xs.length === 1, symbolSize: 5, z: 3 },
    itemStyle: { color },
    emphasis: { disabled: true },
    tooltip: { show: false },
  };
  return [
    bandOf(curve, xs, color),
    { ...common, data: line(isUnderWay), lineStyle: { color, width: 2, type: dash } },
    {
      ...common,
      // From the last point of the line on, so that there is no gap.
      data: line((i) => !isUnderWay(i) || (i + 1 < xs.length && !isUnderWay(i + 1))),
      lineStyle: { color, width: 1.2, type: [1, 3], cap: 'round' },
    },
  ];
}

/** Quartiles as an area, one piece for each stretch in which runs have values. */
function bandOf({ low, high }: Curve, xs: readonly number[], color: string): CustomSeriesOption {
  const stretches: number[][] = [];
  xs.forEach((_, i) => {
    if (low[i] === null) return;
    if (i > 0 && low[i - 1] !== null) stretches.at(-1)!.push(i);
    else stretches.push([i]);
  });
  return {
    type: 'custom',
    clip: true,
    silent: true,
    z: 1,
    // The values are there for the extent of the axes; all of them are drawn with the first.
    data: xs.flatMap((x, i) => (low[i] === null ? [] : [[x, low[i]!, high[i]!]])),
    encode: { x: 0, y: [1, 2] },
    renderItem: ({ dataIndex }, api) => ({
      type: 'group',
      children: (dataIndex === 0 ? stretches : []).map((stretch) => ({
        type: 'polygon' as const,
        shape: {
          points: [
            ...stretch.map((i) => api.coord([xs[i]!, low[i]!])),
            ...stretch.toReversed().map((i) => api.coord([xs[i]!, high[i]!])),
          ],
        },
        style: { fill: color, opacity: 0.13 },
      })),
    }),
  };
}

const xsOf = ({ from, to, median }: Curve): number[] =>
  median.map((_, i) => (median.length === 1 ? from : from + (i * (to - from)) / (median.length - 1)));
