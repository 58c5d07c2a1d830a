/** Colours for one kind of background. */
export interface Theme {
  readonly name: 'light' | 'dark';
  readonly background: string;
  /** Titles, labels, numbers. */
  readonly text: string;
  /** Subtitles. */
  readonly mutedText: string;
  /** Axes and grids: seen when looked for. */
  readonly line: string;
  /** What has no class. */
  readonly neutral: string;
  /** A colour for each of up to ten classes. */
  readonly classColors: readonly string[];
  /** From low values to high ones, which stand out most. */
  readonly ramp: readonly string[];
}

/**
 * The backgrounds are those of pages in GitHub's two modes. Texts have a contrast of at least 4.5 to the
 * background, class colours one of 3.
 *
 * The first three class colours are of Okabe and Ito's palette; the others were searched for, so that any two of
 * the ten stay apart in the eyes of people with protanopia, deuteranopia and tritanopia (simulated as by Machado
 * et al. 2009), at different lightness where the hue is alike.
 */
export const themes: readonly Theme[] = [
  {
    name: 'light',
    background: '#ffffff',
    text: '#1f2328',
    mutedText: '#59636e',
    line: '#d1d9e0',
    neutral: '#0969da',
    classColors: [
      '#0072b2',
      '#d55e00',
      '#009e73',
      '#b352fb',
      '#b7001d',
      '#730733',
      '#3100e2',
      '#522181',
      '#76526b',
      '#8a8fc9',
    ],
    ramp: ['#d9720f', '#cc4778', '#7e03a8', '#0d0887'],
  },
  {
    name: 'dark',
    background: '#0d1117',
    text: '#f0f6fc',
    mutedText: '#9198a1',
    line: '#3d444d',
    neutral: '#4493f8',
    classColors: [
      '#56b4e9',
      '#e69f00',
      '#009e73',
      '#95cf9e',
      '#6c74ab',
      '#f1dd08',
      '#ced7ff',
      '#a038fd',
      '#f23b12',
      '#fffece',
    ],
    ramp: ['#8d4bd0', '#cc4778', '#f89540', '#f0f921'],
  },
];

/** Marks of classes in scatter plots, so that colour is not all that tells them apart; scaled to look equally large. */
const marks = [
  { symbol: 'circle', scale: 1 },
  { symbol: 'triangle', scale: 1.15 },
  { symbol: 'rect', scale: 0.9 },
  { symbol: 'diamond', scale: 1.3 },
  // A plus sign.
  { symbol: 'path://M-1 -3H1V-1H3V1H1V3H-1V1H-3V-1H-1Z', scale: 1.15 },
] as const;

/** The mark of a class, of about that size in pixels. */
export function classMark(
  label: number,
  size: number,
): { readonly symbol: string; readonly symbolSize: number } {
  const { symbol, scale } = marks[label % marks.length]!;
  return { symbol, symbolSize: scale * size };
}
