/**
 * Draws what selectors cost a batch against the number of samples, from docs/selection-cost.json:
 *
 *     npx tsx --conditions=choosy-source docs/images/selection-cost.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as echarts from 'echarts';
import { type Cost, isCost, type Results } from '../../bench/selection/cost.js';
import { cnnStep } from '../../bench/selection/cnn-step.js';
import { formatTime } from '../../bench/selection/table.js';
import { themes } from '../../src/plots/theme.js';

const { results } = JSON.parse(
  readFileSync(new URL('../selection-cost.json', import.meta.url), 'utf8'),
) as Results;
const costs = results.filter(isCost);
const step = await cnnStep();

/** Those with a line of their own: the baseline, one of each way to choose, and the dearest. All others are grey. */
const highlighted = [
  'random-shuffling',
  'prioritized-replay',
  'highest-loss',
  'selective-backprop',
  'grad-match',
  'grab',
  'herding',
  'divbs',
];
const names = [...new Set(costs.map(({ selector }) => selector))];
const ordered = [...names.filter((name) => !highlighted.includes(name)), ...highlighted];
const sizes = costs.map(({ size }) => size);
const [WIDTH, HEIGHT] = [860, 520];

const pointsOf = (name: string): [number, number][] =>
  costs.filter(({ selector }) => selector === name).map(({ size, mean }: Cost) => [size, mean]);

for (const { name: themeName, text, mutedText, line, classColors } of themes) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const label = { color: mutedText, fontSize: 13 };
  const series = ordered.map((name): echarts.LineSeriesOption => {
    const place = highlighted.indexOf(name);
    const color = place < 0 ? line : classColors[place]!;
    return {
      ...{ type: 'line', name, data: pointsOf(name), silent: true, color },
      ...{
        symbol: place < 0 ? 'none' : 'circle',
        symbolSize: 6,
        lineStyle: { width: place < 0 ? 1.2 : 2.2 },
      },
      endLabel: { show: place >= 0, formatter: '{a}', color, fontSize: 13, distance: 6 },
      labelLayout: { moveOverlap: 'shiftY' },
    };
  });
  series[0]!.markLine = {
    ...{ symbol: 'none', silent: true, lineStyle: { color: mutedText, type: 'dashed', width: 1.2 } },
    data: [0.01, 0.05, 1].map((share) => ({
      yAxis: share * step,
      label: {
        ...{ ...label, position: 'insideStartTop' as const },
        formatter: share === 1 ? 'a step of the MNIST CNN' : `${100 * share} % of it`,
      },
    })),
  };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: {
      ...{ text: 'Selecting a batch of 128: time against number of samples', left: 8, top: 4 },
      textStyle: { color: text, fontSize: 15, fontWeight: 'bold' },
    },
    grid: { left: 70, right: 170, top: 44, bottom: 46, outerBoundsMode: 'none' },
    xAxis: {
      ...{ type: 'log', min: Math.min(...sizes), max: Math.max(...sizes), name: 'samples' },
      ...{ nameLocation: 'middle', nameGap: 28, nameTextStyle: label },
      axisLabel: { ...label, formatter: (size: number) => size.toLocaleString('en-US') },
      axisLine: { lineStyle: { color: line } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'log',
      axisLabel: { ...label, formatter: formatTick },
      splitLine: { lineStyle: { color: line, opacity: 0.5 } },
    },
    series,
  } as echarts.EChartsOption);
  writeFileSync(new URL(`selection-cost-${themeName}.svg`, import.meta.url), chart.renderToSVGString());
  chart.dispose();
}

/** A power of ten as `10 µs`, `1 ms`. */
function formatTick(ms: number): string {
  return formatTime(ms).replace(/\.0+ /, ' ');
}
