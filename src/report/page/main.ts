import type { ReportData } from '../report-data.js';
import { glossary, making } from './about.js';
import { drawProfile } from './charts/profile.js';
import { drawRatios } from './charts/ratios.js';
import { h } from './dom.js';
import { figure, type Part } from './figure.js';
import { choiceOf, goalFilters, nameFilters } from './filters.js';
import { numbers } from './numbers.js';
import css from './page.css?inline';
import { allButBest, defaultState, formatState, parseState, type State } from './state.js';
import { headline, nullExperimentText, sentenceOf } from './summary.js';
import { taskSection } from './task-section.js';
import { type View, viewOf } from './view.js';

const data = JSON.parse(document.getElementById('data')!.textContent) as ReportData;
const defaults: State = {
  ...defaultState,
  // Runs that were stopped at the early targets say nothing of the final ones.
  level: data.comparison.goals.some(({ level }) => level === 'final') ? 'final' : 'early',
  hiddenMethods: new Set(allButBest(data)),
};
let state = parseState(location.hash, defaults);

function change(changes: Partial<State>): void {
  state = { ...state, ...changes };
  history.replaceState(null, '', `#${formatState(state, defaults)}`);
  update();
}

const theme = choiceOf('theme', 'Colours', change);
const summary = headline(data);
const controls = [nameFilters(data, change), goalFilters(change)];
const overall = [figure(drawRatios, 3), figure(drawProfile, 3)];
const tasks = data.tasks.map((task) => taskSection(task, (focus) => change({ focus })));
const tables = data.tasks.map((task): Part => {
  const part = numbers(task);
  return {
    element: part.element,
    update(view) {
      part.element.hidden = view.state.hiddenTasks.has(task.task);
      if (!part.element.hidden) part.update(view);
    },
  };
});

function update(): void {
  const view = viewOf(data, state);
  useTheme(view);
  for (const part of [theme, summary, ...controls, ...overall, ...tasks, ...tables]) part.update(view);
}

/** The colours of the style sheet are those of the charts. */
function useTheme({ theme: { name, background, text, mutedText, line, neutral } }: View): void {
  const { style } = document.documentElement;
  document.documentElement.dataset['theme'] = name;
  style.colorScheme = name;
  for (const [variable, value] of Object.entries({ background, text, mutedText, line, neutral }))
    style.setProperty(`--${variable}`, value);
}

const content = h('main', { id: 'content', tabindex: -1 });
const elements = (parts: readonly Part[]) => parts.map(({ element }) => element);
content.append(
  h(
    'header',
    {},
    h('div', { class: 'top' }, h('h1', {}, 'Which samples to train on'), theme.element),
    h('p', { class: 'lead' }, sentenceOf(data)),
  ),
  h(
    'section',
    {},
    h('h2', {}, 'In short'),
    summary.element,
    ...nullExperimentText(data).map((text) => h('p', { class: 'muted' }, text)),
  ),
  ...elements(controls),
  h('section', {}, h('h2', {}, 'Over all tasks'), ...elements(overall)),
  h('section', {}, h('h2', {}, 'Task by task'), ...elements(tasks)),
  h('section', {}, h('h2', {}, 'All numbers'), ...elements(tables)),
  making(data),
  glossary(),
);
const skip = h(
  'a',
  {
    ...{ class: 'skip', href: '#content' },
    // The address holds what is looked at.
    click: (event) => {
      event.preventDefault();
      content.querySelector<HTMLElement>('.names input')?.focus();
    },
  },
  'Skip to the filters',
);
document.head.append(h('style', {}, css));
document.body.append(skip, content);
update();

addEventListener('hashchange', () => {
  state = parseState(location.hash, defaults);
  update();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', update);
