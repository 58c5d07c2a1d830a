import { type Dataset, datasetSize } from '../training/index.js';
import { drawChart, gridStyle, namesAxis, type Picture, WIDTH } from './chart.js';
import { mix, parseColor, pngDataUri } from './png.js';

/** Images of each class. */
const COLUMNS = 10;
const LEFT = 115;
/** Side of an image with the gap to the next, and without, in pixels. */
const CELL = 63;
const IMAGE = 56;
/** Pixels of the embedded picture for one of the SVG, so that an image's pixels stay sharp squares when enlarged. */
const SHARPNESS = 2;

/** The first images of each class, one row a class. */
export function contactSheet(dataset: Dataset, title: string): Picture {
  const { sampleShape, features, classNames = [] } = dataset;
  const [height = 1, width = 1] = sampleShape;
  const rows = classNames.map((_, label) => firstOf(dataset, label));
  const frame = {
    title: `${title}: the first ${COLUMNS} training images of each class`,
    subtitle: [
      `${width} × ${height} pixels of one byte, from 0, drawn as the background, to 255, drawn as the ink.`,
    ],
    height: CELL * classNames.length + 15,
  };
  return {
    name: 'contact-sheet',
    draw: (theme) => {
      const [paper, ink] = [parseColor(theme.background), parseColor(theme.text)];
      // A little off the background, so that the edge of an image is seen.
      const tile = mix(paper, parseColor(theme.line), 0.3);
      const sheet = {
        width: CELL * COLUMNS - (CELL - IMAGE),
        height: CELL * classNames.length - (CELL - IMAGE),
      };
      const image = pngDataUri(SHARPNESS * sheet.width, SHARPNESS * sheet.height, (sheetX, sheetY) => {
        const [x, y] = [sheetX / SHARPNESS, sheetY / SHARPNESS];
        const index = rows[Math.floor(y / CELL)]![Math.floor(x / CELL)];
        const [column, row] = [
          Math.floor(((x % CELL) / IMAGE) * width),
          Math.floor(((y % CELL) / IMAGE) * height),
        ];
        if (index === undefined || column >= width || row >= height) return paper;
        const byte = features[(index * height + row) * width + column]!;
        return mix(tile, ink, byte / 255);
      });
      return drawChart(frame, theme, (top) => ({
        grid: {
          ...gridStyle,
          left: LEFT,
          width: WIDTH - LEFT,
          top: top - (CELL - IMAGE) / 2,
          height: CELL * classNames.length,
        },
        xAxis: { type: 'value', show: false },
        yAxis: { ...namesAxis(theme, classNames, LEFT - 30), axisLine: { show: false } },
        graphic: { type: 'image', left: LEFT, top, style: { image, ...sheet } },
        series: [],
      }));
    },
  };
}

function firstOf({ labels, ...dataset }: Dataset, label: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < datasetSize({ labels, ...dataset }) && found.length < COLUMNS; i++) {
    if (labels[i] === label) found.push(i);
  }
  return found;
}
