/**
 * Draws what choosy trains over time: on the spirals the points themselves, and how large its rounds are on some tasks.
 *
 *     npx tsx --conditions=choosy-source docs/images/choosy.ts
 *
 * MNIST is taken from the folder CHOOSY_DATA_DIR, or downloaded.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { choosy, type SelectorFactory, train } from 'choosy';
import { type Task, tasks } from 'choosy/tasks';
import * as echarts from 'echarts';
import { renderPng } from '../../src/plots/render.js';
import { themes } from '../../src/plots/theme.js';

/** A round of choosy: when it began, in epochs, and what it trained. */
interface TrainedRound {
  readonly epoch: number;
  readonly samples: Uint32Array;
}

/** Trains a task with choosy and one seed, and gives its rounds. */
async function roundsOf(task: Task) {
  const data = await task.load({ seed: 1, dataDirectory: process.env['CHOOSY_DATA_DIR'] });
  const rounds: TrainedRound[] = [];
  const watched: SelectorFactory = (samples) => {
    const selector = choosy()(samples);
    const state = selector.state as unknown as { batch: number; round: Uint32Array; length: number };
    return {
      ...selector,
      select(context) {
        const batch = selector.select(context);
        if (state.batch === 1)
          rounds.push({ epoch: context.epoch, samples: state.round.slice(0, state.length) });
        return batch;
      },
    };
  };
  const { batchSize, learningRate, epochs } = task.defaults;
  const { trainingSet } = data;
  await train({
    ...{ trainingSet, loss: task.loss, batchSize, selector: watched, stop: { epochs }, seed: 1 },
    model: task.model(trainingSet),
    optimizer: task.optimizer(learningRate),
  });
  return { rounds, trainingSet };
}

const write = (file: string, content: string | Uint8Array) =>
  writeFileSync(fileURLToPath(new URL(file, import.meta.url)), content);

const taskNamed = (name: string) => tasks.find((task) => task.name === name)!;
const spirals = await roundsOf(taskNamed('spirals'));

/** Epochs at which the points are shown. */
const moments = [0, 8, 32, 72];
const [PANEL, GAP, TOP] = [205, 14, 36];

function drawPoints({ name, text, mutedText, line, background, classColors }: (typeof themes)[number]) {
  const { features, labels } = spirals.trainingSet;
  const point = (sample: number) => [features[2 * sample]!, features[2 * sample + 1]!];
  const width = moments.length * (PANEL + GAP);
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: PANEL + TOP + 8 });
  const shown = moments.map((epoch) => spirals.rounds.find((round) => round.epoch >= epoch)!);
  const axis = (i: number) => ({ gridIndex: i, type: 'value' as const, show: false, scale: true });
  chart.setOption({
    animation: false,
    backgroundColor: background,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: shown.map(({ epoch, samples }, i) => ({
      text: `epoch ${Math.round(epoch) + 1}: ${samples.length} of ${labels.length}`,
      left: i * (PANEL + GAP) + GAP / 2,
      textStyle: { color: text, fontSize: 14, fontWeight: 'normal' },
    })),
    grid: shown.map((_, i) => ({
      ...{ left: i * (PANEL + GAP) + GAP / 2, top: TOP, width: PANEL, height: PANEL },
      ...{ show: true, borderColor: line, outerBoundsMode: 'none' },
    })),
    xAxis: shown.map((_, i) => axis(i)),
    yAxis: shown.map((_, i) => axis(i)),
    series: shown.flatMap(({ samples }, i) => [
      {
        ...{ type: 'scatter', xAxisIndex: i, yAxisIndex: i, symbolSize: 2 },
        itemStyle: { color: mutedText, opacity: 0.35 },
        data: Array.from(labels, (_, sample) => point(sample)),
      },
      ...[0, 1].map((label) => ({
        ...{ type: 'scatter', xAxisIndex: i, yAxisIndex: i, symbolSize: 3.5 },
        itemStyle: { color: classColors[label] },
        data: Array.from(samples)
          .filter((sample) => labels[sample] === label)
          .map(point),
      })),
    ]),
  });
  // As an SVG its thousands of points would be a large file.
  write(`choosy-spirals-${name}.png`, renderPng(chart.renderToSVGString()));
  chart.dispose();
}

const shares: { readonly task: string; readonly points: (readonly [number, number])[] }[] = [];
for (const name of ['mnist', 'spirals', 'iris', 'music-genre']) {
  const task = taskNamed(name);
  const { rounds, trainingSet } = await roundsOf(task);
  const { epochs } = task.defaults;
  const { length } = trainingSet.labels;
  shares.push({
    task: `${name} (${epochs} epochs)`,
    points: rounds.map(({ epoch, samples }) => [epoch / epochs, samples.length / length] as const),
  });
}

function drawShares({ name, text, mutedText, line, background, classColors }: (typeof themes)[number]) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 308 });
  const label = { color: text, fontSize: 14 };
  const percent = (value: number) => `${Math.round(100 * value)} %`;
  chart.setOption({
    animation: false,
    backgroundColor: background,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: 'Share of the samples that a round trains', left: 0, textStyle: label },
    legend: {
      top: 34,
      left: 0,
      itemGap: 24,
      icon: 'roundRect',
      itemHeight: 4,
      textStyle: label,
      selectedMode: false,
    },
    grid: { left: 60, right: 30, top: 82, bottom: 46, outerBoundsMode: 'none' },
    xAxis: {
      ...{ type: 'value', min: 0, max: 1, name: 'epochs, as a part of the run', nameLocation: 'middle' },
      ...{ nameGap: 28, nameTextStyle: { ...label, color: mutedText } },
      axisLabel: { ...label, color: mutedText, formatter: percent },
      splitLine: { show: false },
    },
    yAxis: {
      ...{ type: 'value', min: 0, max: 1, splitLine: { lineStyle: { color: line } } },
      axisLabel: { ...label, color: mutedText, formatter: percent },
    },
    series: shares.map(({ task, points }, i) => ({
      ...{ name: task, type: 'line', showSymbol: false, step: 'end', data: points },
      color: classColors[i],
    })),
  });
  write(`choosy-shares-${name}.svg`, chart.renderToSVGString());
  chart.dispose();
}

for (const theme of themes) {
  drawPoints(theme);
  drawShares(theme);
}
