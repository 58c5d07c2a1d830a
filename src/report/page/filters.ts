import type { ReportData } from '../report-data.js';
import { h } from './dom.js';
import type { Part } from './figure.js';
import { allButBest, type ChoiceName, choices, type State } from './state.js';

type Change = (change: Partial<State>) => void;

/** One of a few words, as radio buttons that look like one bar. */
export function choiceOf(name: ChoiceName, legend: string, onChange: Change): Part {
  const inputs = Object.entries(choices[name]).map(([value, label]) => {
    const input = h('input', {
      ...{ type: 'radio', name, value },
      // What a goal is measured in comes with it; another unit can still be chosen.
      change: () =>
        onChange({
          [name]: value,
          ...(name === 'goal' && { axis: value === 'loss' ? 'epochs' : 'seconds' }),
        }),
    });
    return { input, label: h('label', {}, input, label) };
  });
  return {
    element: h(
      'fieldset',
      { class: 'choice' },
      h('legend', {}, legend),
      h('div', { class: 'bar' }, ...inputs.map(({ label }) => label)),
    ),
    update({ state }) {
      for (const { input } of inputs) input.checked = input.value === state[name];
    },
  };
}

/** Which of some names are shown, as chips. */
function chipsOf(
  key: 'hiddenTasks' | 'hiddenMethods',
  {
    legend,
    names,
    buttons = [],
    onChange,
  }: {
    readonly legend: string;
    readonly names: readonly string[];
    readonly buttons?: readonly HTMLElement[];
    readonly onChange: Change;
  },
): Part {
  let hidden: ReadonlySet<string> = new Set();
  const chips = names.map((name) => {
    const input = h('input', {
      type: 'checkbox',
      change: () => {
        const others = [...hidden].filter((of) => of !== name);
        onChange({ [key]: new Set(input.checked ? others : [...others, name]) });
      },
    });
    const swatch = h('span', { class: 'swatch line' });
    return {
      name,
      input,
      swatch,
      label: h('label', { class: 'chip' }, input, key === 'hiddenMethods' && swatch, name),
    };
  });
  return {
    element: h(
      'fieldset',
      { class: 'chips' },
      h('legend', {}, legend),
      h('div', { class: 'wrap' }, ...buttons, ...chips.map(({ label }) => label)),
    ),
    update({ state, styleOf }) {
      hidden = state[key];
      for (const { name, input, swatch } of chips) {
        input.checked = !hidden.has(name);
        if (key === 'hiddenTasks') continue;
        const { color, dash } = styleOf(name);
        swatch.style.setProperty('--color', color);
        swatch.style.setProperty('--dash', dash);
      }
    },
  };
}

/** Which cost is looked at; it stays in sight. */
export function goalFilters(onChange: Change): Part {
  const parts = [
    choiceOf('goal', 'Goal', onChange),
    choiceOf('level', 'Target', onChange),
    choiceOf('axis', 'Measured in', onChange),
  ];
  return {
    element: h('section', { class: 'choices', 'aria-label': 'Goal' }, ...parts.map(({ element }) => element)),
    update: (view) => parts.forEach((part) => part.update(view)),
  };
}

/** Which tasks and methods are looked at. */
export function nameFilters(data: ReportData, onChange: Change): Part {
  const { tasks, methods } = data;
  const hidden = allButBest(data);
  const show = (label: string, hiddenMethods: readonly string[]) =>
    h('button', { type: 'button', click: () => onChange({ hiddenMethods: new Set(hiddenMethods) }) }, label);
  const buttons =
    hidden.length === 0
      ? []
      : [show(`The best ${methods.length - hidden.length - 1}`, hidden), show(`All ${methods.length}`, [])];
  const parts = [
    ...(tasks.length > 1
      ? [chipsOf('hiddenTasks', { legend: 'Tasks', names: tasks.map(({ task }) => task), onChange })]
      : []),
    chipsOf('hiddenMethods', { legend: 'Methods', names: methods, buttons, onChange }),
  ];
  return {
    element: h(
      'section',
      { class: 'names', 'aria-label': 'Tasks and methods' },
      ...parts.map(({ element }) => element),
    ),
    update: (view) => parts.forEach((part) => part.update(view)),
  };
}
