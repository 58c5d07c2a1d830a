/**
 * Draws the README's picture from the records of a comparison:
 *
 *     npx tsx --conditions=choosy-source docs/images/make.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareRuns, type Goal, type Ratio, readRecords, unitOf } from 'choosy/benchmark';
import * as echarts from 'echarts';
import { themes } from '../../src/plots/theme.js';

const { records } = await readRecords(fileURLToPath(new URL('../../results/choosy', import.meta.url)));
const { goals, overall } = compareRuns(records);

const panels: readonly { readonly goal: Goal; readonly title: string }[] = [
  { goal: 'metric', title: 'Time to accuracy: times faster' },
  { goal: 'loss', title: 'Epochs to loss: times fewer' },
];
/** What is shown, above one another in the row of a task. */
const shown = [
  { level: 'final', title: 'to the final target', up: 5 },
  { level: 'early', title: 'to the early target', up: -5 },
];
const tasks = ['all', ...new Set(goals.map(({ task }) => task))];
const [WIDTH, TOP, ROW, LEFT, PANEL, GAP] = [860, 80, 34, 130, 330, 40];
const HEIGHT = TOP + ROW * tasks.length + 50;
/** The ends of the axis; what lies beyond is cut off. */
const [LOW, HIGH] = [1 / 2, 4];

/** The ratio of choosy on a task, or over all of them, and whether it is a bound. */
function resultOf(task: string, goal: Goal, level: string): { ratio: Ratio; isBound: boolean } | undefined {
  const unit = unitOf(goal);
  const isMeant = (of: { goal: Goal; level: string }) => of.goal === goal && of.level === level;
  if (task === 'all') {
    const result = overall.find((of) => isMeant(of) && of.method === 'choosy');
    return result && { ratio: result[unit], isBound: false };
  }
  const { methods } = goals.find((of) => isMeant(of) && of.task === task)!;
  const comparison = methods.find(({ method }) => method === 'choosy')?.comparison;
  return comparison && { ratio: comparison[unit], isBound: comparison.boundedPairs > 0 };
}

const log = (value: number) => Math.log2(Math.min(HIGH, Math.max(LOW, value)));

for (const { name, text, mutedText, line, background, classColors } of themes) {
  const colors = [classColors[1]!, mutedText];
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const label = { color: text, fontSize: 14 };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: panels.map(({ title }, i) => ({
      text: title,
      left: LEFT + i * (PANEL + GAP) - 5,
      top: 42,
      textStyle: { ...label, fontWeight: 'bold' },
    })),
    legend: {
      ...{ left: LEFT - 5, top: 6, itemGap: 24, textStyle: label, selectedMode: false },
      data: shown.map(({ title }, m) => ({ name: title, icon: 'circle', itemStyle: { color: colors[m] } })),
    },
    grid: panels.map((_, i) => ({
      ...{ left: LEFT + i * (PANEL + GAP), width: PANEL, top: TOP, height: ROW * tasks.length },
      outerBoundsMode: 'none',
    })),
    xAxis: panels.map((_, i) => ({
      ...{ gridIndex: i, type: 'value', min: Math.log2(LOW), max: Math.log2(HIGH), interval: 1 },
      axisLabel: { ...label, color: mutedText, formatter: (value: number) => formatPower(value) },
      axisLine: { show: false },
      splitLine: { lineStyle: { color: line } },
    })),
    yAxis: panels.map((_, i) => ({
      ...{ gridIndex: i, type: 'category', inverse: true, data: tasks },
      axisLabel: {
        ...{ show: i === 0, color: text, fontSize: 14 },
        formatter: (task: string) => (task === 'all' ? '{all|all tasks}' : task),
        rich: { all: { ...label, fontWeight: 'bold' } },
      },
      axisLine: { show: false },
      axisTick: { show: false },
    })),
    series: panels.flatMap(({ goal }, i) => [
      {
        ...{ type: 'line', xAxisIndex: i, yAxisIndex: i, data: [] },
        markLine: {
          ...{ symbol: 'none', silent: true, label: { show: false }, data: [{ xAxis: 0 }] },
          lineStyle: { color: mutedText, type: 'solid', width: 1.5 },
        },
      },
      ...shown.map((of, m) => ({
        ...{
          type: 'custom',
          name: of.title,
          xAxisIndex: i,
          yAxisIndex: i,
          data: tasks.map((_, t) => [0, t]),
        },
        renderItem: (
          { dataIndex }: echarts.CustomSeriesRenderItemParams,
          api: echarts.CustomSeriesRenderItemAPI,
        ) => {
          const result = resultOf(tasks[dataIndex]!, goal, of.level);
          if (!result) return null;
          const at = (value: number) => api.coord([log(value), dataIndex])[0]!;
          const y = api.coord([0, dataIndex])[1]! - of.up;
          const { ratio, low, high } = result.ratio;
          const stroke = { stroke: colors[m]!, lineWidth: 2 };
          return {
            type: 'group',
            children: [
              { type: 'line', shape: { x1: at(low), x2: at(high), y1: y, y2: y }, style: stroke },
              {
                type: 'circle',
                shape: { cx: at(ratio), cy: y, r: 4.5 },
                style: { ...stroke, fill: result.isBound ? background : colors[m]! },
              },
            ],
          };
        },
      })),
    ]),
  } as echarts.EChartsOption);
  writeFileSync(new URL(`comparison-${name}.svg`, import.meta.url), chart.renderToSVGString());
  chart.dispose();
}

/** 2 to a power as people write it: `1/4`, `2`. */
function formatPower(power: number): string {
  return power < 0 ? `1/${2 ** -power}` : String(2 ** power);
}
