import type { TaskReport } from '../report-data.js';
import { h } from './dom.js';
import { save } from './export-chart.js';
import type { Part } from './figure.js';
import { formatP, formatRatio } from './format.js';
import { type Cell, type Table, tableElement, toCsv } from './table.js';
import { shownIn, shownMethods, type View } from './view.js';

const columns = [
  ...[
    'goal',
    'target',
    'method',
    'runs',
    'never got there',
    'seconds',
    'lower quartile',
    'upper quartile',
    'epochs',
  ],
  ...['epochs scored', 'equivalent epochs', 'steps', 'times faster (95 %)', 'times fewer epochs (95 %)'],
  ...['times fewer equivalent epochs (95 %)', 'p', 'won', 'tied', 'lost', 'pairs', 'bounds'],
];

/** All that was found on a task, for both goals and targets. */
export function numbers(task: TaskReport): Part {
  const body = h('div');
  const tests = h('div');
  let table: Table = { columns, rows: [] };
  const name = `choosy-${task.task.replaceAll(/[^a-z0-9]+/gi, '-')}.csv`;
  return {
    element: h(
      'div',
      {},
      h(
        'div',
        { class: 'chart-head' },
        h('h3', {}, task.task),
        h(
          'div',
          { class: 'files' },
          h(
            'button',
            {
              type: 'button',
              'aria-label': `Save the numbers of ${task.task} as CSV`,
              click: () => save(toCsv(table), name, 'text/csv'),
            },
            'CSV',
          ),
        ),
      ),
      body,
      tests,
    ),
    update(view) {
      table = { columns, rows: rowsOf(task, view) };
      body.replaceChildren(tableElement(table, `What each method did on ${task.task}`));
      tests.replaceChildren(tableElement(testTable(task, view), `Test sets of ${task.task}`));
    },
  };
}

function rowsOf({ task }: TaskReport, view: View): Cell[][] {
  return view.data.comparison.goals
    .filter((of) => of.task === task)
    .flatMap(({ metric, level, value, methods }) =>
      shownIn(methods, view).map(
        ({ method, runs, censored, medians: m, secondsInterval, comparison: c }): Cell[] => [
          ...[metric, `${level}: ${value}`, method, runs, censored],
          ...[
            m.seconds ?? null,
            secondsInterval?.[0] ?? null,
            secondsInterval?.[1] ?? null,
            m.epochs ?? null,
          ],
          ...[m.scoredEpochs ?? null, m.equivalentEpochs ?? null, m.steps ?? null],
          ...(c
            ? [
                ...[
                  formatRatio(c.seconds),
                  formatRatio(c.epochs),
                  formatRatio(c.equivalentEpochs),
                  formatP(c.p),
                ],
                ...[c.wins, c.ties, c.losses, c.pairs, c.boundedPairs],
              ]
            : Array.from({ length: 9 }, () => null)),
        ],
      ),
    );
}

const testTable = (task: TaskReport, view: View): Table => ({
  columns: ['test set, at the end of the runs', 'method', 'loss, median', `${task.metric.name}, median`],
  rows: shownMethods(task, view).flatMap(({ method, tests }) =>
    tests.map(({ name, loss, metric }) => [name, method, loss, metric]),
  ),
});
