import type { MethodReport, ReportData, TaskReport } from '../report-data.js';
import { classMark, type Theme, themes } from '../../plots/theme.js';
import type { LegendEntry } from './drawing.js';
import type { State } from './state.js';

/** What charts are drawn from: the data, what of it is looked at, and colours. */
export interface View {
  readonly data: ReportData;
  readonly state: State;
  readonly theme: Theme;
  readonly isShown: (method: string) => boolean;
  readonly styleOf: (method: string) => MethodStyle;
}

/** How a method looks in every chart. */
export interface MethodStyle {
  readonly color: string;
  readonly dash: 'solid' | 'dashed' | 'dotted';
  readonly mark: ReturnType<typeof classMark>;
}

export function viewOf(data: ReportData, state: State): View {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const name = state.theme === 'auto' ? (prefersDark ? 'dark' : 'light') : state.theme;
  const theme = themes.find((of) => of.name === name)!;
  return {
    ...{ data, state, theme },
    isShown: (method) => !state.hiddenMethods.has(method),
    styleOf: (method) => methodStyle(data, method, theme),
  };
}

/** The baseline and its second run in grey; the others have the colours of classes, from the first again after ten. */
function methodStyle({ methods, comparison }: ReportData, method: string, theme: Theme): MethodStyle {
  const { baseline, nullExperiment } = comparison;
  if (method === baseline) return { color: theme.mutedText, dash: 'solid', mark: classMark(0, 7) };
  if (method === nullExperiment?.method)
    return { color: theme.mutedText, dash: 'dotted', mark: classMark(0, 7) };
  const others = methods.filter((name) => name !== baseline && name !== nullExperiment?.method);
  const place = others.indexOf(method);
  const dashes = ['solid', 'dashed', 'dotted'] as const;
  return {
    color: theme.classColors[place % theme.classColors.length]!,
    dash: dashes[Math.floor(place / theme.classColors.length) % dashes.length]!,
    mark: classMark(place, 7),
  };
}

/** A line of the legend for each method. */
export const methodLegend = (view: View, methods: readonly { readonly method: string }[]): LegendEntry[] =>
  methods.map(({ method }) => {
    const { color, dash } = view.styleOf(method);
    return { name: method, color, dash, shape: 'line' };
  });

/** What there is of the methods that are shown, in the order that methods have everywhere. */
export const shownIn = <T extends { readonly method: string }>(
  all: readonly T[],
  { data, isShown }: View,
): T[] => data.methods.flatMap((method) => (isShown(method) ? all.filter((of) => of.method === method) : []));

export const shownMethods = (task: TaskReport, view: View): readonly MethodReport[] =>
  shownIn(task.methods, view);

/** The method whose choices are shown one by one: of the first run that chose by itself, if nobody has said. */
export function focusOf(task: TaskReport, view: View): MethodReport | undefined {
  const methods = shownMethods(task, view);
  const { baseline, nullExperiment } = view.data.comparison;
  return (
    methods.find(({ method }) => method === view.state.focus) ??
    methods.find(({ method }) => method !== baseline && method !== nullExperiment?.method) ??
    methods[0]
  );
}
