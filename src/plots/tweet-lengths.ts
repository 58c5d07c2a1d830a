import { sum } from '../core/sum.js';
import { padding } from '../datasets/sentiment140/vocabulary.js';
import { type Dataset, datasetSize } from '../training/index.js';
import { axisStyle, drawChart, gridStyle, legendStyle, type Picture } from './chart.js';
import { formatCount } from '../core/format.js';
import { classMark } from './theme.js';

/** How long the texts of each class are, in tokens, without padding. */
export function tweetLengths(dataset: Dataset, title: string): Picture {
  const { classNames = [] } = dataset;
  const longest = dataset.sampleShape[0]!;
  const counts = countLengths(dataset, longest);
  const medians = classNames.map((name, label) => `${name} ${median(counts[label]!)}`);
  const frame = {
    title: `${title}: length of the tweets of each class`,
    subtitle: [
      `${formatCount(datasetSize(dataset))} training tweets; what is longer than ${longest} tokens is cut off there.`,
      `Median length in tokens: ${medians.join(', ')}.`,
    ],
    height: 370,
  };
  return {
    name: 'tweet-lengths',
    draw: (theme) =>
      drawChart(frame, theme, (top) => ({
        color: [...theme.classColors],
        grid: { ...gridStyle, left: 70, right: 30, top: top + 35, bottom: 55 },
        legend: { ...legendStyle(theme), top, left: 65, itemGap: 20 },
        xAxis: { ...axisStyle(theme), type: 'value', name: 'tokens in a tweet', nameGap: 30, max: longest },
        yAxis: { ...axisStyle(theme), type: 'value', name: '% of the tweets of the class', nameGap: 40 },
        series: classNames.map((name, label) => {
          const total = sum(counts[label]!);
          return {
            type: 'line',
            name,
            ...classMark(label, 6),
            showAllSymbol: true,
            lineStyle: { width: 2 },
            data: counts[label]!.map((count, length) => [length, (100 * count) / total]),
          };
        }),
      })),
  };
}

/** For each class, the number of texts of each length. */
function countLengths({ features, labels, classNames = [] }: Dataset, longest: number): number[][] {
  const counts = classNames.map(() => new Array<number>(longest + 1).fill(0));
  for (let i = 0; i < labels.length; i++) {
    let length = 0;
    for (let j = i * longest; j < (i + 1) * longest; j++) if (features[j] !== padding) length++;
    counts[labels[i]!]![length]!++;
  }
  return counts;
}

/** The length at which half of the texts are counted. */
function median(counts: readonly number[]): number {
  const half = sum(counts) / 2;
  let seen = 0;
  return counts.findIndex((count) => (seen += count) >= half);
}
