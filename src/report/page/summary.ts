import type { Ratio } from '../../benchmark/index.js';
import type { ReportData } from '../report-data.js';
import { h } from './dom.js';
import type { Part } from './figure.js';
import { formatInterval, formatNumber, formatPercent, formatTimes, plural } from './format.js';
import type { View } from './view.js';

/** What was compared, in one sentence. */
export function sentenceOf({ methods, tasks, comparison, made }: ReportData): string {
  const runs = tasks.reduce((total, task) => total + task.runs, 0);
  const names = tasks.map(({ task }) => task);
  const where =
    names.length > 8 ? plural(names.length, 'task') : `${plural(names.length, 'task')} (${names.join(', ')})`;
  return (
    `${plural(runs, 'run')} compare ${plural(methods.length - 1, 'method')} with ${comparison.baseline} on ${where}, ` +
    `with ${plural(made.seeds.length, 'seed')}: how long does each take to reach the same target?`
  );
}

/** What came of it for each method, over all tasks. */
export function headline(data: ReportData): Part {
  const { comparison } = data;
  const body = h('tbody');
  const columns = ['Method', 'Time to accuracy', 'Epochs to loss', 'Never got there', 'Score'];
  const note = h('p', { class: 'muted' });
  return {
    element: h(
      'div',
      {},
      h(
        'table',
        { class: 'headline' },
        h('caption', { class: 'unseen' }, 'Each method against the baseline, over all tasks'),
        h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))),
        body,
      ),
      note,
    ),
    update(view) {
      const { level } = view.state;
      const methods = data.methods.filter((method) => method !== comparison.baseline && view.isShown(method));
      body.replaceChildren(...methods.map((method) => methodRow(method, columns, view)));
      const others = data.methods.filter((method) => !view.isShown(method)).length;
      note.textContent =
        (others === 0 ? '' : `Not shown: ${plural(others, 'method')}; choose below. `) +
        `How many times faster than ${comparison.baseline} in seconds, and how many times fewer epochs, to the ${level} ` +
        'target: geometric mean over tasks and seeds, with its 95 % interval. Above 1 is better; where the interval ' +
        'holds 1, there is no clear difference. The score is the mean height of the performance profile up to 4 times the best.';
    },
  };
}

function methodRow(method: string, columns: readonly string[], view: View): HTMLElement {
  const { comparison, tasks } = view.data;
  const { level } = view.state;
  const of = (goal: 'metric' | 'loss') =>
    comparison.overall.find((one) => one.method === method && one.goal === goal && one.level === level);
  const runs = comparison.goals
    .filter((one) => one.goal === 'metric' && one.level === level)
    .flatMap(({ methods }) => methods.filter((one) => one.method === method));
  const count = (key: 'censored' | 'runs') => runs.reduce((total, one) => total + one[key], 0);
  const score = of('metric')?.score;
  const swatch = h('span', { class: 'swatch line' });
  const { color, dash } = view.styleOf(method);
  swatch.style.setProperty('--color', color);
  swatch.style.setProperty('--dash', dash);
  const cells = [
    ratioCell(of('metric')?.seconds, ['faster', 'slower']),
    ratioCell(of('loss')?.epochs, ['fewer', 'more']),
    count('runs') === 0 ? '–' : `${count('censored')} of ${count('runs')} runs`,
    score === undefined ? '–' : formatPercent(score),
  ];
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      ...[swatch, method],
      method === comparison.nullExperiment?.method && h('span', { class: 'muted' }, ' (null experiment)'),
      runs.length < tasks.length &&
        h('span', { class: 'muted' }, ` (on ${runs.length} of ${plural(tasks.length, 'task')})`),
    ),
    ...cells.map((cell, i) => h('td', { 'data-label': columns[i + 1] }, cell)),
  );
}

function ratioCell(ratio: Ratio | undefined, [better, worse]: readonly [string, string]): Node | string {
  if (!ratio) return '–';
  const verdict = ratio.low > 1 ? better : ratio.high < 1 ? worse : 'no clear difference';
  const cell = h('span', { class: 'ratio' });
  cell.append(
    h('strong', {}, `${formatTimes(ratio.ratio)}×`),
    h('span', { class: 'muted' }, ` ${formatInterval(ratio)}`),
    h('span', { class: 'verdict' }, verdict),
  );
  return cell;
}

/** What the comparison finds where there is nothing to be found. */
export function nullExperimentText({
  comparison: { nullExperiment, baseline, unpaired },
}: ReportData): string[] {
  const texts = [];
  if (nullExperiment) {
    const { tasks, furthest, passed, deterministic } = nullExperiment;
    const smallest = Math.min(...tasks.map(({ p }) => p));
    texts.push(
      `Null experiment: ${baseline} against itself, on ${plural(tasks.length, 'task')}. ` +
        (passed
          ? `Passed: no task shows a difference in seconds (smallest p ${formatNumber(smallest)}).`
          : `Failed: a difference in seconds shows where there is none (smallest p ${formatNumber(smallest)}); ratios as small as that of it mean nothing.`) +
        ` The ratio furthest from 1 is ${formatTimes(furthest)}. ` +
        (deterministic
          ? 'All pairs of runs took the same course to the last bit.'
          : `${plural(
              tasks.reduce((total, { differing }) => total + differing, 0),
              'pair',
            )} of runs did not take the same course.`),
    );
  } else {
    texts.push(`There is no null experiment: ${baseline} was not run twice.`);
  }
  if (unpaired > 0) {
    texts.push(
      `${plural(unpaired, 'run')} could not be compared: there is no run of ${baseline} of the same seed, machine and commit.`,
    );
  }
  return texts;
}
