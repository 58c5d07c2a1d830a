import type { Level } from '../../benchmark/index.js';
import type { Goal } from '../../benchmark/time-to-target.js';
import type { Axis, ReportData } from '../report-data.js';

/** What is looked at. It is kept in the address, so that a link shows the same. */
export interface State {
  readonly goal: Goal;
  readonly level: Level;
  readonly axis: Axis;
  readonly theme: 'auto' | 'light' | 'dark';
  readonly hiddenTasks: ReadonlySet<string>;
  readonly hiddenMethods: ReadonlySet<string>;
  /** The method whose choices are shown one by one; undefined: the first that there is. */
  readonly focus: string | undefined;
}

/** What can be chosen, and how it is called. */
export const choices = {
  goal: { metric: 'Time to accuracy', loss: 'Epochs to loss' },
  level: { early: 'Early', final: 'Final' },
  axis: { seconds: 'Seconds', epochs: 'Epochs' },
  theme: { auto: 'Auto', light: 'Light', dark: 'Dark' },
} as const satisfies { [Name in keyof State]?: Record<State[Name] & string, string> };

export type ChoiceName = keyof typeof choices;

export const defaultState: State = {
  ...{ goal: 'metric', level: 'final', axis: 'seconds', theme: 'auto' },
  hiddenTasks: new Set(),
  hiddenMethods: new Set(),
  focus: undefined,
};

/** Methods besides the baseline that are shown where there are more: charts of many more lines are not read. */
const FEW = 8;

/** The methods that do not belong to the few best ones. The baseline's second run is not among the best ones either. */
export function allButBest({ methods, comparison }: Pick<ReportData, 'methods' | 'comparison'>): string[] {
  const { baseline, nullExperiment } = comparison;
  const others = methods.filter((method) => method !== baseline);
  if (others.length <= FEW) return [];
  const best = others.filter((method) => method !== nullExperiment?.method).slice(0, FEW);
  return others.filter((method) => !best.includes(method));
}

/** Reads the part of an address after `#`; what is unknown there counts as not said. */
export function parseState(hash: string, defaults: State = defaultState): State {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const choice = <Name extends ChoiceName>(name: Name): State[Name] => {
    const value = parameters.get(name);
    return value !== null && Object.hasOwn(choices[name], value) ? (value as State[Name]) : defaults[name];
  };
  const shown = new Set(parameters.getAll('with-method'));
  return {
    ...{ goal: choice('goal'), level: choice('level'), axis: choice('axis'), theme: choice('theme') },
    hiddenTasks: new Set(parameters.getAll('without-task')),
    hiddenMethods: new Set(
      [...defaults.hiddenMethods, ...parameters.getAll('without-method')].filter(
        (method) => !shown.has(method),
      ),
    ),
    focus: parameters.get('focus') ?? undefined,
  };
}

/** The part of an address after `#`: what differs from the defaults. */
export function formatState(state: State, defaults: State = defaultState): string {
  const parameters = new URLSearchParams();
  for (const name of Object.keys(choices) as ChoiceName[])
    if (state[name] !== defaults[name]) parameters.set(name, state[name]);
  for (const task of state.hiddenTasks) parameters.append('without-task', task);
  const append = (name: string, { hiddenMethods }: State, { hiddenMethods: others }: State) => {
    for (const method of hiddenMethods) if (!others.has(method)) parameters.append(name, method);
  };
  append('without-method', state, defaults);
  append('with-method', defaults, state);
  if (state.focus !== undefined) parameters.set('focus', state.focus);
  return parameters.toString();
}
