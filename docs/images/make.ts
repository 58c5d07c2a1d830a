/**
 * Draws the README's picture from the output of `choosy train --json`:
 *
 *     npm run --silent start -- --json > docs/images/mnist.json
 *     npx tsx --conditions=choosy-source docs/images/make.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as echarts from 'echarts';

interface Report {
  readonly runs: readonly {
    readonly selector: string;
    readonly evaluations: readonly {
      readonly seconds: number;
      readonly metrics: { readonly accuracy: number };
    }[];
  }[];
}

const folder = new URL('.', import.meta.url);
const { runs } = JSON.parse(readFileSync(new URL('mnist.json', folder), 'utf8')) as Report;
const TARGET = 0.985;
const themes = {
  light: { text: '#24292f', line: '#d0d7de', colors: ['#6e7781', '#bc4c00'] },
  dark: { text: '#e6edf3', line: '#30363d', colors: ['#8b949e', '#ff9b50'] },
};

for (const [theme, { text, line, colors }] of Object.entries(themes)) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 380 });
  const axis = {
    nameLocation: 'middle' as const,
    nameTextStyle: { color: text, fontSize: 14 },
    axisLabel: { color: text, fontSize: 13 },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
  };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    color: colors,
    grid: { left: 70, right: 30, top: 20, bottom: 55 },
    xAxis: { ...axis, type: 'value', name: 'seconds of training', nameGap: 32 },
    yAxis: {
      ...axis,
      type: 'value',
      name: 'validation accuracy, %',
      nameGap: 48,
      min: 95,
      max: 99,
    },
    series: runs.map(({ selector, evaluations }, i) => ({
      type: 'line',
      name: selector,
      symbol: 'circle',
      symbolSize: 6,
      lineStyle: { width: 2.5 },
      data: evaluations
        .map(({ seconds, metrics }) => [seconds, 100 * metrics.accuracy])
        .filter(([, accuracy]) => accuracy! >= 95),
      ...(i === 0 && {
        markLine: {
          silent: true,
          symbol: 'none',
          label: {
            formatter: `target ${100 * TARGET} %`,
            color: text,
            position: 'insideStartTop',
            fontSize: 13,
          },
          lineStyle: { color: text, type: 'dashed' },
          data: [{ yAxis: 100 * TARGET }],
        },
      }),
    })),
    legend: { right: 60, bottom: 70, orient: 'vertical', textStyle: { color: text, fontSize: 14 } },
  });
  writeFileSync(new URL(`mnist-${theme}.svg`, folder), chart.renderToSVGString());
  chart.dispose();
}
