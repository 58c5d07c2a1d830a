import { shifts, type TaskReport } from '../report-data.js';
import { drawClasses } from './charts/classes.js';
import { drawCost } from './charts/cost.js';
import { drawPoints } from './charts/points.js';
import { drawProgress } from './charts/progress.js';
import { drawShifts } from './charts/shift.js';
import { drawTimes } from './charts/times.js';
import { drawVisits } from './charts/visits.js';

import { h } from './dom.js';
import { type Draw, figure, type Part } from './figure.js';
import { formatNumber, plural } from './format.js';
import { chosenSamples } from './samples.js';
import { shownMethods, type View } from './view.js';

/** All that there is to see of a task. @param onFocus Told which method to look at. */
export function taskSection(task: TaskReport, onFocus: (method: string) => void): Part {
  // Without a method there is nothing to draw.
  const chart = (draw: Draw, level: 4 | 5) =>
    figure((view) => (shownMethods(task, view).length > 0 ? draw(view) : undefined), level);
  const progress = [drawProgress, drawTimes, drawCost].map((draw) => chart((view) => draw(task, view), 4));
  const chosen = [
    (view: View) => drawVisits(task, view),
    ...shifts.map((_, i) => (view: View) => drawShifts(task, view)[i]),
    ...(task.methods.some(({ shown }) => shown && shown.classes.length > 0)
      ? [(view: View) => drawClasses(task, view)]
      : []),
    ...(task.samples.kind === 'points' ? [(view: View) => drawPoints(task, view)] : []),
  ].map((draw) => chart(draw, 5));
  const samples = chosenSamples(task, onFocus);
  const { metric, targets } = task;
  const element = h(
    'section',
    { class: 'task' },
    h('h3', {}, task.task),
    h(
      'p',
      { class: 'muted' },
      `${plural(task.runs, 'run')}; ${formatNumber(task.trainingSetSize)} training samples. ` +
        `Targets: ${metric.name} ${targets.metric.early} and ${targets.metric.final}, loss ${targets.loss.early} and ${targets.loss.final}.`,
    ),
    h('div', { class: 'grid progress' }, ...progress.map((part) => part.element)),
    h('h4', { class: 'part' }, 'What was chosen'),
    h('div', { class: 'grid chosen' }, ...chosen.map((part) => part.element)),
    samples.element,
  );
  return {
    element,
    update(view) {
      element.hidden = view.state.hiddenTasks.has(task.task);
      if (!element.hidden) [...progress, ...chosen, samples].forEach((part) => part.update(view));
    },
  };
}
