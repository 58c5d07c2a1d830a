import type { TaskReport } from '../../report-data.js';
import type { Drawing } from '../drawing.js';
import { shownMethods, type View } from '../view.js';
import { drawCurves } from './curves.js';

/** Metric or loss on the validation set against seconds or epochs. */
export function drawProgress(task: TaskReport, view: View): Drawing {
  const { goal, axis } = view.state;
  const value = goal === 'loss' ? 'loss' : task.metric.name;
  const { early, final } = task.targets[goal];
  const rises = goal === 'metric' && task.metric.higherIsBetter;
  return drawCurves(view, {
    title: `Validation ${value} against ${axis}`,
    note:
      'Line: median over seeds. Band: quartiles. A run that has ended stays out after its end; where fewer than half of ' +
      'the runs go on, the line is dotted, and is that of the slower ones.',
    x: axis === 'seconds' ? 'seconds of training' : 'epochs',
    y: `validation ${value}`,
    curves: shownMethods(task, view).map(({ method, runs, curves }) => ({
      ...{ method, runs },
      curve: curves[goal][axis],
    })),
    targets: [
      { name: 'early', value: early, label: rises ? 'insideEndBottom' : 'insideEndTop' },
      { name: 'final', value: final, label: rises ? 'insideStartTop' : 'insideStartBottom' },
    ],
  });
}
