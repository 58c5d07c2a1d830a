import type { CustomSeriesOption } from 'echarts';
import type { Ratio } from '../../../benchmark/index.js';
import { FONT } from '../drawing.js';
import { cut, formatRatio } from '../format.js';
import type { View } from '../view.js';

/** A line of the chart: the name of a group of rows, or a method with its ratio. */
export interface RatioRow {
  readonly name: string;
  readonly method?: string;
  readonly ratio?: Ratio;
  readonly pairs?: number;
  /** Pairs with a run that did not get there, so that the ratio is a bound. */
  readonly bounds?: number;
  /** Whether it is of all tasks. */
  readonly isOverall?: boolean;
}

/** On a narrow screen names lie above their intervals. */
const isNarrow = (width: number) => width < 480;
const hasNumbers = (width: number) => width > 620;

export const rowHeight = (width: number): number => (isNarrow(width) ? 42 : 26);
export const rowsLeft = (width: number): number => (isNarrow(width) ? 8 : Math.min(240, 0.42 * width));
export const rowsRight = (width: number): number => (hasNumbers(width) ? 140 : 12);

interface RowsFrame {
  readonly width: number;
  readonly margin: number;
  /** The ends of the axis. */
  readonly low: number;
  readonly high: number;
}

/** Draws rows as names, intervals with a mark, and numbers where there is room. */
export function rowsSeries(
  view: View,
  rows: readonly RatioRow[],
  { width, margin, low, high }: RowsFrame,
): CustomSeriesOption {
  const { theme } = view;
  const font = `12px ${FONT}`;
  return {
    ...{ type: 'custom', clip: false, silent: true, z: 3 },
    data: rows.map(({ ratio }, i) => [Math.log(ratio?.ratio ?? 1), i + 0.5]),
    renderItem: ({ dataIndex }, api) => {
      const { name, ratio, bounds, isOverall = false } = rows[dataIndex]!;
      const at = (value: number) =>
        (api.coord([Math.log(Math.min(high, Math.max(low, value))), 0]) as [number, number])[0];
      const [, middle] = api.coord([0, dataIndex + 0.5]) as [number, number];
      const y = isNarrow(width) && ratio ? middle + 9 : middle;
      const textY = isNarrow(width) && ratio ? middle - 9 : middle;
      const text = (value: string, x: number, style: object = {}) => ({
        type: 'text' as const,
        style: {
          ...{ text: value, x, y: textY, font, fill: theme.text, verticalAlign: 'middle' as const },
          // So that the lines of the grid do not cross it.
          ...{ backgroundColor: theme.background, padding: [1, 3, 1, 0] },
          ...style,
        },
      });
      const room = isNarrow(width) ? width : rowsLeft(width);
      const label = (x: number, style = {}) =>
        text(cut(name, Math.floor((room - x - 12) / 6.4)), margin + x, style);
      if (!ratio) return { type: 'group', children: [label(0, { font: `bold ${font}` })] };
      const { color } = view.styleOf(name);
      const line = { stroke: color, lineWidth: 2 };
      return {
        type: 'group',
        children: [
          { type: 'circle', shape: { cx: margin + 18, cy: textY, r: 4 }, style: { fill: color } },
          label(30),
          { type: 'line', shape: { x1: at(ratio.low), y1: y, x2: at(ratio.high), y2: y }, style: line },
          {
            type: 'polygon',
            shape: { points: isOverall ? diamond(at(ratio.ratio), y) : square(at(ratio.ratio), y) },
            style: { ...line, fill: bounds ? theme.background : color },
          },
          ...(hasNumbers(width) ? [text(formatRatio(ratio), width - 128, { fill: theme.mutedText })] : []),
        ],
      };
    },
  };
}

const diamond = (x: number, y: number) => [
  [x, y - 6],
  [x + 6, y],
  [x, y + 6],
  [x - 6, y],
];

const square = (x: number, y: number) => [
  [x - 4, y - 4],
  [x + 4, y - 4],
  [x + 4, y + 4],
  [x - 4, y + 4],
];
