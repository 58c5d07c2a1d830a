import * as echarts from 'echarts';
import type { Theme } from './theme.js';

/** A picture that can be drawn for any background. */
export interface Picture {
  /** What its files are called: `class-balance`. */
  readonly name: string;
  /** Gives it as SVG. */
  readonly draw: (theme: Theme) => string;
}

/** What a chart is of, and how much room it takes. */
export interface ChartFrame {
  readonly title: string;
  /** Lines under the title. */
  readonly subtitle: readonly string[];
  /** Height of what is below them, in pixels. */
  readonly height: number;
}

/** Width of every picture in pixels: that of the text on a page. */
export const WIDTH = 760;

/** The fonts of whoever looks at it. */
export const FONT = 'system-ui, sans-serif';
const MARGIN = 20;

/**
 * Draws a chart as SVG under a title.
 *
 * @param options Gives the rest of the options, told where the body begins below the title.
 */
export function drawChart(
  { title, subtitle, height }: ChartFrame,
  theme: Theme,
  options: (top: number) => echarts.EChartsOption,
): string {
  const top = 52 + 18 * subtitle.length;
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: top + height,
  });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: theme.background,
      textStyle: { fontFamily: FONT },
      title: {
        text: title,
        subtext: subtitle.join('\n'),
        left: MARGIN - 5,
        top: 10,
        itemGap: 8,
        textStyle: { color: theme.text, fontSize: 18, fontWeight: 'bold', fontFamily: FONT },
        subtextStyle: { color: theme.mutedText, fontSize: 13, lineHeight: 18, fontFamily: FONT },
      },
      ...options(top),
    });
    return plain(chart.renderToSVGString(), title);
  } finally {
    chart.dispose();
  }
}

/**
 * Takes out what ECharts adds for a mouse, which makes up most of a file, and the numbers by which it counts the
 * charts of a process, since the same chart is to give the same bytes.
 */
function plain(svg: string, title: string): string {
  return svg
    .replaceAll(/ (class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="\w+")/g, '')
    .replace(/<style ?>[^]*?<\/style>\n?/, '')
    .replaceAll(/(id="|url\(#)zr\d+-/g, '$1')
    .replace('<svg ', `<svg role="img" aria-label="${echarts.format.encodeHTML(title)}" `);
}

/** Keeps a grid where it is put, however long its labels are. */
export const gridStyle = { outerBoundsMode: 'none' as const };

/** How axes look: title in the middle, thin lines. */
export const axisStyle = (theme: Theme) => ({
  nameLocation: 'middle' as const,
  nameTextStyle: { color: theme.text, fontSize: 13 },
  axisLabel: { color: theme.text, fontSize: 12 },
  axisLine: { onZero: false, lineStyle: { color: theme.line } },
  axisTick: { lineStyle: { color: theme.line } },
  splitLine: { lineStyle: { color: theme.line, opacity: 0.6 } },
});

/** How legends look. */
export const legendStyle = (theme: Theme) => ({
  textStyle: { color: theme.text, fontSize: 13 },
  selectedMode: false as const,
});

/** An axis of names from top to bottom, which are broken into lines of this width. */
export const namesAxis = (theme: Theme, names: readonly string[], width: number) => ({
  ...axisStyle(theme),
  type: 'category' as const,
  // Numbers, since names may occur twice.
  data: names.map((_, i) => String(i)),
  inverse: true,
  axisTick: { show: false },
  axisLabel: {
    color: theme.text,
    fontSize: 12,
    lineHeight: 12,
    interval: 0,
    width,
    overflow: 'break' as const,
    formatter: (_: string, i: number) => names[i]!,
  },
});
