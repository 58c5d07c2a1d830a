import type { Theme } from '../../plots/theme.js';
import { type Drawing, FONT } from './drawing.js';
import { createChart } from './echarts.js';

const WIDTH = 760;
const MARGIN = 16;
const LEGEND_ROW = 22;
/** Pixels of a PNG for one of the SVG, so that it is sharp on fine screens. */
const ZOOM = 2;

/** The chart as an SVG file that tells by itself what it shows: with title, legend and background. */
export function toSvg({ title, legend, height, option }: Drawing, theme: Theme): string {
  const legendTop = 44;
  const top = legendTop + LEGEND_ROW * legendRows(legend.map(({ name }) => name));
  const chart = createChart(null, null, {
    ...{ renderer: 'svg', ssr: true, width: WIDTH, height: top + height(WIDTH) + MARGIN },
  });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: theme.background,
      textStyle: { fontFamily: FONT },
      title: {
        ...{ text: title, left: MARGIN - 5, top: 8 },
        textStyle: { color: theme.text, fontSize: 16, width: WIDTH - 2 * MARGIN, overflow: 'truncate' },
      },
      legend: {
        show: legend.length > 0,
        ...{
          type: 'plain',
          left: MARGIN,
          right: MARGIN,
          top: legendTop - 6,
          itemHeight: 10,
          selectedMode: false,
        },
        itemWidth: ITEM,
        textStyle: { color: theme.text, fontSize: 12 },
        data: legend.map(({ name, shape, dash = 'solid' }) => ({
          name,
          icon: shape === 'box' ? 'rect' : lines[dash],
        })),
      },
      ...option({ width: WIDTH, top, margin: MARGIN }),
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

const ITEM = 18;

/** How lines look in a legend. */
const lines = {
  solid: 'path://M0 4H12V6H0Z',
  dashed: 'path://M0 4H5V6H0Z M7 4H12V6H7Z',
  dotted: 'path://M0 4H2V6H0Z M5 4H7V6H5Z M10 4H12V6H10Z',
};

/** In how many rows a legend is broken, a little on the safe side. */
function legendRows(names: readonly string[]): number {
  if (names.length === 0) return 0;
  let [rows, used] = [1, 0];
  for (const name of names) {
    const width = ITEM + 20 + 7 * name.length;
    if (used > 0 && used + width > WIDTH - 2 * MARGIN) [rows, used] = [rows + 1, 0];
    used += width;
  }
  return rows;
}

/** An SVG as a PNG file. */
export async function toPng(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = ZOOM * image.width;
  canvas.height = ZOOM * image.height;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error('The picture is too large for a PNG file.')),
    );
  });
}

/** Has the browser save a file. */
export function save(content: string | Blob, name: string, type: string): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers fetch it only later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
