import { type Dataset, datasetSize } from '../training/index.js';
import { axisStyle, drawChart, gridStyle, legendStyle, namesAxis, type Picture } from './chart.js';
import { formatCount } from '../core/format.js';
import { formatValue } from './format.js';
import { classMark } from './theme.js';

/** Words shown for each class. */
const WORDS = 15;
const ROW = 24;
const LEFT = 95;
const GAP = 110;
const PANEL = 245;

export interface FrequentWordsOptions {
  readonly title: string;
  /** The words of the tokens. */
  readonly vocabulary: readonly string[];
  /** Lines that follow those of the picture itself. */
  readonly notes?: readonly string[];
  /** Tokens that stand for no word, such as padding. */
  readonly notWords: readonly number[];
}

/** The words that tell most about which of two classes a text is of, and how many texts have them. */
export function frequentWords(
  dataset: Dataset,
  { title, vocabulary, notWords, notes = [] }: FrequentWordsOptions,
): Picture {
  const [first = '', second = ''] = dataset.classNames ?? [];
  const { sizes, counts } = countTexts(dataset, vocabulary.length);
  const scores = logOdds(sizes, counts);
  const words = [...scores.keys()].filter((token) => !notWords.includes(token));
  words.sort((a, b) => scores[b]! - scores[a]! || a - b);
  // Half a text is added, since a logarithmic axis has no 0.
  const share = (label: number, token: number) =>
    (1000 * (counts[label]![token]! + 0.5)) / (sizes[label]! + 1);
  const panels = [
    { name: first, words: words.slice(0, WORDS) },
    { name: second, words: words.slice(-WORDS).reverse() },
  ];
  const frame = {
    title: `${title}: words that tell the classes apart`,
    subtitle: [
      `${formatCount(datasetSize(dataset))} training tweets. The axis is logarithmic: the longer a line, the more often one class has the word.`,
      `The ${WORDS} words of each class whose log-odds ratio is largest, counted in its standard errors.`,
      ...notes,
    ],
    height: ROW * WORDS + 120,
  };
  return {
    name: 'frequent-words',
    draw: (theme) =>
      drawChart(frame, theme, (top) => ({
        color: [...theme.classColors],
        legend: {
          ...legendStyle(theme),
          top,
          left: LEFT - 5,
          itemGap: 20,
          itemWidth: 14,
          data: [first, second],
        },
        grid: panels.map((_, i) => ({
          ...gridStyle,
          left: LEFT + i * (PANEL + GAP),
          width: PANEL,
          top: top + 65,
          bottom: 55,
        })),
        xAxis: panels.map((_, i) => ({
          ...axisStyle(theme),
          gridIndex: i,
          type: 'log',
          name: 'tweets with the word, of 1,000 of the class',
          nameGap: 30,
          max: 1000,
          axisLabel: { ...axisStyle(theme).axisLabel, formatter: (value: number) => formatValue(value) },
        })),
        yAxis: panels.map((panel, i) => ({
          ...namesAxis(
            theme,
            panel.words.map((token) => vocabulary[token]!),
            LEFT - 20,
          ),
          gridIndex: i,
          name: `words of ${panel.name} tweets`,
          nameLocation: 'start' as const,
          nameGap: 10,
          nameTextStyle: { color: theme.text, fontSize: 13, align: 'left' as const },
        })),
        series: panels.flatMap((panel, i) =>
          [first, second].map((name, label) => ({
            type: 'scatter' as const,
            name,
            xAxisIndex: i,
            yAxisIndex: i,
            ...classMark(label, 10),
            itemStyle: { color: theme.classColors[label]!, opacity: 1 },
            data: panel.words.map((token, row) => [share(label, token), row]),
            ...(label === 0 && {
              markLine: {
                symbol: 'none',
                z: 1,
                silent: true,
                lineStyle: { color: theme.mutedText, type: 'solid' as const, width: 1.5 },
                data: panel.words.map((token, row) => [
                  { coord: [share(0, token), row] },
                  { coord: [share(1, token), row] },
                ]),
              },
            }),
          })),
        ),
      })),
  };
}

/** The number of texts of each class, and for each class in how many of them each token occurs. */
function countTexts({ features, labels, sampleShape }: Dataset, tokens: number) {
  const length = sampleShape[0]!;
  const sizes = [0, 0];
  const counts = [new Uint32Array(tokens), new Uint32Array(tokens)];
  const lastText = new Int32Array(tokens).fill(-1);
  for (let i = 0; i < labels.length; i++) {
    const ofClass = counts[labels[i]!]!;
    sizes[labels[i]!]!++;
    for (let j = i * length; j < (i + 1) * length; j++) {
      const token = features[j]!;
      if (lastText[token] === i) continue;
      lastText[token] = i;
      ofClass[token]!++;
    }
  }
  return { sizes, counts };
}

/**
 * For each token the log-odds ratio of the first class to the second, divided by its standard error (Monroe et al.
 * 2008, "Fightin' words"). Half a text is added everywhere, so that no count is 0.
 */
function logOdds(sizes: readonly number[], counts: readonly Uint32Array[]): Float64Array {
  return Float64Array.from(counts[0]!, (_, token) => {
    const [a, b] = counts.map((ofClass) => ofClass[token]! + 0.5) as [number, number];
    const [c, d] = [sizes[0]! + 1 - a, sizes[1]! + 1 - b];
    return (Math.log(a / c) - Math.log(b / d)) / Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  });
}
