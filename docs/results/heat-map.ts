import { baseline, unitOf } from 'choosy/benchmark';
import * as echarts from 'echarts';
import { axisStyle, drawChart, FONT, gridStyle, namesAxis } from '../../src/plots/chart.js';
import type { Theme } from '../../src/plots/theme.js';
import { formatCell } from './format.js';
import type { Cell, Grid } from './grid.js';

interface HeatMapOptions {
  readonly nameOf: (method: string) => string;
  readonly theme: Theme;
}

const [LEFT, RIGHT, ROW, HEADINGS] = [226, 36, 22, 62];
/** Where the colour is full: so many times faster, or slower. */
const FULL = 2;

/** Draws the ratios in seconds of all methods on all tasks, as coloured cells with their numbers, as SVG. */
export function drawHeatMap({ tasks, rows }: Grid, { nameOf, theme }: HeatMapOptions): string {
  const columns = ['all tasks', ...tasks];
  const cells = rows.map(({ overall, cells }): readonly Cell[] => [
    overall.tasks < tasks.length ? 'not run' : { ratio: overall[unitOf('metric')].ratio, isBound: false },
    ...cells,
  ]);
  const title = `Time to the final metric target: times faster than ${baseline}`;
  const subtitle = [
    'Blue is faster and orange slower, fully so at twice and at half the speed.',
    'never: fewer than half of the runs got there. †: some did not, so the number is a bound. –: not run.',
  ];
  return drawChart({ title, subtitle, height: HEADINGS + ROW * rows.length + 16 }, theme, (top) => ({
    grid: { ...gridStyle, left: LEFT, right: RIGHT, top: top + HEADINGS, height: ROW * rows.length },
    xAxis: {
      ...axisStyle(theme),
      ...{ type: 'category', position: 'top', data: columns, axisTick: { show: false } },
      axisLine: { show: false },
      axisLabel: { color: theme.text, fontSize: 12, interval: 0, rotate: -35 },
    },
    yAxis: {
      ...namesAxis(
        theme,
        rows.map(({ method }) => nameOf(method)),
        LEFT - 16,
      ),
      axisLine: { show: false },
    },
    series: {
      type: 'custom',
      data: cells.flatMap((ofRow, row) => ofRow.map((_, column) => [column, row])),
      renderItem: (_, api) => {
        const [column, row] = [api.value(0) as number, api.value(1) as number];
        const [x, y] = api.coord([column, row]) as [number, number];
        const [width, height] = api.size!([1, 1]) as [number, number];
        const cell = cells[row]![column]!;
        const fill = fillOf(cell, theme);
        return {
          type: 'group',
          children: [
            {
              type: 'rect',
              // A wider gap after the column of all tasks.
              shape: {
                ...{ x: x - width / 2 + 1, y: y - height / 2 + 1 },
                ...{ width: width - (column === 0 ? 8 : 2), height: height - 2 },
              },
              style: { fill },
            },
            {
              type: 'text',
              style: {
                ...{ text: formatCell(cell), x: column === 0 ? x - 3 : x, y },
                ...{ align: 'center', verticalAlign: 'middle', fill: textOn(fill) },
                ...{ fontFamily: FONT, fontSize: 12, fontWeight: column === 0 ? 'bold' : 'normal' },
              },
            },
          ],
        };
      },
    },
  }));
}

/** From orange over the background to blue, by the logarithm of the ratio; grey for `never`. */
function fillOf(cell: Cell, { background, line, classColors }: Theme): string {
  if (cell === 'never') return line;
  if (cell === 'not run') return background;
  const [blue, orange] = classColors as readonly [string, string];
  const place = Math.log(cell.ratio) / Math.log(FULL);
  return echarts.color.lerp((Math.min(1, Math.max(-1, place)) + 1) / 2, [orange, background, blue]);
}

/** Black or white, whichever has more contrast. */
const textOn = (fill: string): string => (echarts.color.lum(fill, 0) > 0.45 ? '#000000' : '#ffffff');
