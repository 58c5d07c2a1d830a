import type { EChartsOption } from 'echarts';
import type { Theme } from '../../plots/theme.js';
import type { Table } from './table.js';

/** A chart before it is drawn at some width. */
export interface Drawing {
  readonly title: string;
  /** What is to be known to read it. */
  readonly note: string;
  /** Its numbers. */
  readonly table: Table;
  readonly legend: readonly LegendEntry[];
  /** Pixels without title and legend. */
  readonly height: (width: number) => number;
  readonly option: (frame: Frame) => EChartsOption;
}

export interface LegendEntry {
  /** Of the series. */
  readonly name: string;
  readonly color: string;
  readonly shape: 'line' | 'box';
  readonly dash?: 'solid' | 'dashed' | 'dotted';
}

/** The room for a chart, in pixels. */
export interface Frame {
  readonly width: number;
  /** Where it begins below title and legend. */
  readonly top: number;
  /** Free room on the left. */
  readonly margin: number;
}

export const FONT = 'system-ui, sans-serif';

/** How axes look: title in the middle, thin lines. */
export const axisStyle = (theme: Theme) => ({
  nameLocation: 'middle' as const,
  nameTextStyle: { color: theme.mutedText, fontSize: 12 },
  axisLabel: { color: theme.mutedText, fontSize: 12, hideOverlap: true },
  axisLine: { show: true, onZero: false, lineStyle: { color: theme.line } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
});

/** Keeps a grid where it is put. */
export const gridStyle = { outerBoundsMode: 'none' as const };

/** The frame of a chart with a value on either axis. */
export const planeGrid = (top: number) => ({ ...gridStyle, left: 58, right: 16, top: top + 12, bottom: 46 });
export const planeHeight = (width: number): number => (width < 480 ? 260 : 300);

/** Rows of names from top to bottom, at 0, 1, …: an axis of values, so that marks may lie beside the middle of a row. */
export const rowsAxis = (theme: Theme, names: readonly string[], width: number) => ({
  ...axisStyle(theme),
  type: 'value' as const,
  min: -0.5,
  max: names.length - 0.5,
  inverse: true,
  splitLine: { show: false },
  axisLabel: {
    ...{ color: theme.text, fontSize: 12, lineHeight: 14, width, overflow: 'break' as const },
    customValues: [...names.keys()],
    formatter: (row: number) => names[row] ?? '',
  },
});

/** Pixels for names on the left. */
export const namesWidth = (names: readonly string[], width: number): number =>
  Math.min(Math.max(0, ...names.map((name) => 6.6 * name.length)), 0.36 * width, 230);
