import type { TaskReport } from '../report-data.js';
import { h } from './dom.js';
import type { Part } from './figure.js';
import { formatNumber } from './format.js';
import { tableElement } from './table.js';
import { focusOf, shownMethods } from './view.js';

/** The samples that a method trained most, to be looked at. @param onFocus Told which method to look at. */
export function chosenSamples(task: TaskReport, onFocus: (method: string) => void): Part {
  const { samples } = task;
  const select = h('select', { change: () => onFocus(select.value) });
  const body = h('div');
  const element = h(
    'div',
    { class: 'samples' },
    h('h5', {}, 'The samples trained most'),
    h('p', { class: 'control' }, h('label', {}, 'Chosen by ', select), `, one run, seed ${task.seed}`),
    samples.kind === 'none'
      ? h('p', { class: 'notice' }, `The samples themselves cannot be shown here. ${samples.why}`)
      : null,
    task.warning !== undefined && samples.kind !== 'none' ? h('p', { class: 'notice' }, task.warning) : null,
    body,
  );
  return {
    element,
    update(view) {
      const focus = focusOf(task, view);
      element.hidden = !focus;
      if (!focus) return;
      select.replaceChildren(
        ...shownMethods(task, view).map(({ method }) =>
          h('option', { value: method, selected: method === focus.method }, method),
        ),
      );
      const most = focus.shown?.most ?? [];
      body.replaceChildren(
        most.length === 0
          ? h('p', { class: 'muted' }, `There is no run of it with seed ${task.seed}.`)
          : show(task, most, `Samples that ${focus.method} trained most`),
      );
    },
  };
}

type Most = readonly (readonly [index: number, visits: number])[];

function show({ samples, classNames }: TaskReport, most: Most, caption: string): HTMLElement {
  const times = (visits: number) => `${formatNumber(visits)}×`;
  switch (samples.kind) {
    case 'images':
      return h(
        'ol',
        { class: 'images', 'aria-label': caption },
        ...most.map(([index, visits]) => {
          const label = samples.labels[index]!;
          const alt = `Sample ${index}: ${label}, trained ${visits} times`;
          return h(
            'li',
            {},
            h('img', { src: samples.images[index]!, alt, title: alt, loading: 'lazy' }),
            h('span', {}, `${label} · ${times(visits)}`),
          );
        }),
      );
    case 'texts':
      return tableElement(
        {
          columns: ['visits', 'class', 'text', 'sample'],
          rows: most.map(([index, visits]) => [visits, samples.labels[index]!, samples.texts[index]!, index]),
        },
        caption,
      );
    case 'rows':
      return tableElement(
        {
          columns: ['visits', 'label', ...samples.columns, 'sample'],
          rows: most.map(([index, visits]) => [
            visits,
            samples.labels[index]!,
            ...samples.rows[index]!,
            index,
          ]),
        },
        caption,
      );
    case 'points':
      return tableElement(
        {
          columns: ['visits', 'x', 'y', 'class', 'sample'],
          rows: most.map(([index, visits]) => {
            const [x, y, label] = samples.points[index]!;
            return [visits, x, y, classNames[label] ?? label, index];
          }),
        },
        caption,
      );
    case 'none':
      return tableElement(
        { columns: ['visits', 'sample'], rows: most.map(([index, visits]) => [visits, index]) },
        caption,
      );
  }
}
