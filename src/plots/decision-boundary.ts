import type { Dataset, Features } from '../training/index.js';
import { axisStyle, drawChart, gridStyle, legendStyle, type Picture } from './chart.js';
import { mix, parseColor, pngDataUri } from './png.js';
import { classMark } from './theme.js';

export interface DecisionBoundaryOptions {
  readonly title: string;
  readonly subtitle: readonly string[];
  /** Gives logits, one a class, for points of the plane. */
  readonly predict: (features: Features) => Promise<Float32Array>;
}

/** Side of the plot in pixels. The network is asked about the middle of each pixel. */
const SIDE = 560;

/** Points of the plane over what a network answers everywhere: its classes, and how sure it is. */
export async function decisionBoundary(
  { features, labels, classNames = [] }: Dataset,
  { title, subtitle, predict }: DecisionBoundaryOptions,
): Promise<Picture> {
  const extent = 1.05 * Math.max(...features.map(Math.abs));
  const logits = await predict(gridPoints(extent));
  const answers = Array.from({ length: SIDE * SIDE }, (_, pixel) =>
    answer(logits.subarray(pixel * classNames.length, (pixel + 1) * classNames.length)),
  );
  return {
    name: 'decision-boundary',
    draw: (theme) => {
      // The edges are no round numbers, and lines would hide what lies under them.
      const plain = {
        splitLine: { show: false },
        axisLabel: { ...axisStyle(theme).axisLabel, showMinLabel: false, showMaxLabel: false },
      };
      const paper = parseColor(theme.background);
      const line = parseColor(theme.text);
      const colors = theme.classColors.map(parseColor);
      const image = pngDataUri(SIDE, SIDE, (x, y) => {
        const { label, probability } = answers[y * SIDE + x]!;
        const right = x + 1 < SIDE ? answers[y * SIDE + x + 1]!.label : label;
        const below = y + 1 < SIDE ? answers[(y + 1) * SIDE + x]!.label : label;
        return right !== label || below !== label ? line : mix(paper, colors[label]!, 0.4 * probability);
      });
      return drawChart({ title, subtitle, height: SIDE + 65 }, theme, (top) => ({
        color: [...theme.classColors],
        grid: { ...gridStyle, left: 75, width: SIDE, top, height: SIDE },
        legend: { ...legendStyle(theme), orient: 'vertical', left: 75 + SIDE + 15, top, itemWidth: 14 },
        graphic: { type: 'image', left: 75, top, z: -1, style: { image, width: SIDE, height: SIDE } },
        xAxis: {
          ...axisStyle(theme),
          type: 'value',
          name: 'x',
          nameGap: 28,
          min: -extent,
          max: extent,
          ...plain,
        },
        yAxis: {
          ...axisStyle(theme),
          type: 'value',
          name: 'y',
          nameGap: 38,
          min: -extent,
          max: extent,
          ...plain,
        },
        series: classNames.map((name, label) => ({
          type: 'scatter',
          name,
          ...classMark(label, 5),
          itemStyle: { opacity: 1, borderColor: theme.background, borderWidth: 0.4 },
          data: Array.from(labels, (own, i) => ({ own, point: [features[2 * i]!, features[2 * i + 1]!] }))
            .filter(({ own }) => own === label)
            .map(({ point }) => point),
        })),
      }));
    },
  };
}

/** The middles of the pixels, from the upper left on. */
function gridPoints(extent: number): Float32Array {
  const at = (place: number) => extent * ((2 * (place + 0.5)) / SIDE - 1);
  return Float32Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
    const pixel = Math.floor(i / 2);
    return i % 2 === 0 ? at(pixel % SIDE) : -at(Math.floor(pixel / SIDE));
  });
}

/** The likeliest class, and the probability that the network gives it (softmax). */
function answer(logits: Float32Array): { readonly label: number; readonly probability: number } {
  const label = logits.indexOf(Math.max(...logits));
  const others = logits.reduce((total, logit) => total + Math.exp(logit - logits[label]!), 0);
  return { label, probability: 1 / others };
}
